package io.rollbook.personal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The program with which an operator makes and changes the file of a key ring. What it writes only its owner may read, and
 * it is there wholly or not at all. It never shows a key.
 */
public final class KeyRingTool {

    private static final String USAGE = """
            usage: <what> <file> [<KMS URI> [<credentials file>]]
              create   a new key ring; nothing when there is a file already
              rotate   another key wraps from now on; the services take it over when they start again
              retire   drops all keys but that one, once every service has started with it and has wrapped all keys anew
              show     the numbers of its keys, the one that wraps first
              encrypt  from the clear to encrypted with the KMS key
              decrypt  from encrypted with the KMS key to the clear
            With a KMS URI, which the last two need, the file is one that is encrypted with that key.
            """;

    private final PrintWriter says;

    KeyRingTool(PrintWriter says) {
        this.says = says;
    }

    /** Does what the arguments say and ends with 0, or with 1 after a sentence on what is wrong. */
    public static void main(String[] arguments) {
        var says = new PrintWriter(System.err, true, UTF_8);
        System.exit(new KeyRingTool(says).run(List.of(arguments)) ? 0 : 1);
    }

    /**
     * Does what the arguments say.
     *
     * @return whether it could
     */
    boolean run(List<String> arguments) {
        var needsKms = !arguments.isEmpty() && Set.of("encrypt", "decrypt").contains(arguments.getFirst());
        if (arguments.size() < (needsKms ? 3 : 2) || arguments.size() > 4) {
            says.print(USAGE);
            says.flush();
            return false;
        }
        var file = Path.of(arguments.get(1));
        try {
            var format = arguments.size() == 2 ? KeyRingFormat.CLEAR : encrypted(arguments);
            return does(arguments.getFirst(), file, format);
        } catch (GeneralSecurityException e) {
            says.println("the KMS key cannot be used: " + e.getMessage());
        } catch (IOException e) {
            says.println("it cannot be done: " + e.getMessage());
        }
        return false;
    }

    private static KeyRingFormat encrypted(List<String> arguments) throws GeneralSecurityException {
        var credentials = arguments.size() == 4 ? Path.of(arguments.get(3)) : null;
        return KeyRingFormat.encryptedWith(KmsKeys.find(arguments.get(2), credentials));
    }

    private boolean does(String what, Path file, KeyRingFormat format) throws IOException {
        switch (what) {
            case "create" -> {
                if (!KeyRingFile.create(file, format)) {
                    says.println("there is a file already; it stays as it is");
                    return false;
                }
            }
            case "rotate" ->
                KeyRingFile.replace(file, KeyRingFile.load(file, format).rotated(), format);
            case "retire" ->
                KeyRingFile.replace(file, KeyRingFile.load(file, format).retired(), format);
            case "show" -> {
                // What is shown in any case.
            }
            case "encrypt" -> KeyRingFile.replace(file, KeyRingFile.load(file), format);
            case "decrypt" -> {
                KeyRingFile.replace(file, KeyRingFile.load(file, format));
                return show(file, KeyRingFormat.CLEAR);
            }
            default -> {
                says.print(USAGE);
                says.flush();
                return false;
            }
        }
        return show(file, format);
    }

    private boolean show(Path file, KeyRingFormat format) throws IOException {
        says.println(KeyRingFile.load(file, format).wrappingKeys().stream()
                .map(Integer::toUnsignedString)
                .collect(Collectors.joining(", ", "keys: ", "; the first wraps")));
        return true;
    }
}
