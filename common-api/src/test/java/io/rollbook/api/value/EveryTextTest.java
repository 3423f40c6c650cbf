package io.rollbook.api.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.integration.UserIntegrationCommand;
import io.rollbook.api.role.RoleCommand;
import io.rollbook.api.user.UserCommand;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No text gets into a command but through {@link Text}. */
class EveryTextTest {

    private static final String LETTERS = "ani@example.org";

    /** A text in a command is of a kind; only an account's identifier is ours. */
    @ParameterizedTest
    @MethodSource("commands")
    void everyTextOfACommandIsOfAKind(Class<?> command) {
        for (var component : command.getRecordComponents()) {
            assertThat(component.getName().equals("uid") || !holds(component.getGenericType(), String.class))
                    .as("%s.%s is a bare text", command.getSimpleName(), component.getName())
                    .isTrue();
        }
    }

    /** What is made of one text, in a command or for an event, refuses what is no text, wherever in it that stands. */
    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindRefusesWhatNobodyReads(Class<?> kind) {
        var refused = TextTest.unreadable().map(text -> text.substring(1, text.length() - 1));

        assertThat(refused).allSatisfy(one -> {
            // NIP and IntegrationId admit nothing but digits or a few ASCII characters.
            for (var text : Stream.of("ani" + one + LETTERS, "ani@ex" + one + "ample.org", "1234" + one + "56789")
                    .toList()) {
                assertThat(read(kind, text))
                        .as(
                                "%s of %s",
                                kind.getSimpleName(), text.codePoints().boxed().toList())
                        .isEmpty();
            }
        });
    }

    @Test
    void everyKindIsFound() {
        assertThat(kinds())
                .extracting(Class::getSimpleName)
                .contains("EmailAddress", "PersonName", "JobTitle", "Nip", "NewPassword", "RoleName", "ErasureReason")
                .contains("IntegrationId");
        assertThat(commands()).hasSizeGreaterThan(10);
    }

    /** History is read, not judged: what was kept under older rules is a value still. */
    @ParameterizedTest
    @MethodSource("keptKinds")
    void everyKindThatHistoryHoldsTakesWhatWasKept(Class<?> kind) throws ReflectiveOperationException {
        for (var kept : Stream.of("", "\u00a0", "a\u0000b", "a\u202eb", "x".repeat(1000))
                .toList()) {
            var value = (TextValue) kind.getConstructor(String.class).newInstance(kept);

            assertThat(value.value()).isEqualTo(kept);
        }
    }

    static Stream<Class<?>> commands() {
        return classes()
                .filter(type -> Stream.of(UserCommand.class, RoleCommand.class, UserIntegrationCommand.class)
                        .anyMatch(root -> root.isAssignableFrom(type)))
                .filter(Class::isRecord);
    }

    static Stream<Class<?>> kinds() {
        return classes()
                .filter(type -> type.isRecord()
                        && isText(type)
                        && (TextValue.class.isAssignableFrom(type) || isInACommand(type)));
    }

    static Stream<Class<?>> keptKinds() {
        return kinds().filter(TextValue.class::isAssignableFrom);
    }

    private static boolean isText(Class<?> type) {
        var components = type.getRecordComponents();
        return components.length == 1 && components[0].getType() == String.class;
    }

    private static boolean isInACommand(Class<?> kind) {
        return commands()
                .flatMap(command -> Arrays.stream(command.getRecordComponents()))
                .map(RecordComponent::getGenericType)
                .anyMatch(type -> holds(type, kind));
    }

    private static boolean holds(Type type, Class<?> wanted) {
        return type == wanted
                || (type instanceof ParameterizedType generic
                        && Arrays.stream(generic.getActualTypeArguments()).anyMatch(part -> holds(part, wanted)));
    }

    // By its parse(…) where it has one, as the routes do.
    private static Optional<Object> read(Class<?> kind, String text) {
        try {
            return Optional.of(
                    TextValue.class.isAssignableFrom(kind)
                            ? kind.getMethod("parse", String.class).invoke(null, text)
                            : kind.getConstructor(String.class).newInstance(text));
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).isInstanceOf(InvalidValue.class);
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(kind + " cannot be read from a text", e);
        }
    }

    private static Stream<Class<?>> classes() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.rollbook.api")
                        .stream()
                        .map(JavaClass::reflect);
    }
}
