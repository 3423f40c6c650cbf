package io.rollbook.command.user.web;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.rollbook.api.error.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The lines of an import, as NDJSON (an object a line) or CSV (RFC 4180, the names of the fields in its first line, a field
 * that is empty is absent). Empty lines are passed over.
 */
final class ImportBody {

    /** The most lines an import may have. */
    static final int MOST_LINES = 10_000;

    // How many fields a line has is checked here: one with too few costs only itself.
    private static final CsvReader.CsvReaderBuilder CSV =
            CsvReader.builder().allowMissingFields(true).allowExtraFields(true);

    private static final String BODY = "body";
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final JsonMapper mapper;

    ImportBody(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * A line as it was sent.
     *
     * @param number from 1, counted as a text editor does
     * @param json what it says, or {@code null}
     * @param problem why nothing can be read in it, or {@code null}
     */
    record Line(
            int number, @Nullable JsonNode json, @Nullable String problem) {}

    /**
     * The lines of NDJSON.
     *
     * @throws InvalidInput when the body as a whole cannot be an import
     */
    List<Line> ndjson(byte[] body) {
        var lines = new ArrayList<Line>();
        var number = 0;
        for (var line : text(body).split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                lines.add(read(number, line));
                requireFew(lines);
            }
        }
        return requireSome(lines);
    }

    private Line read(int number, String line) {
        try {
            var json = mapper.readTree(line);
            return json.isObject() ? new Line(number, json, null) : new Line(number, null, "must be a JSON object");
        } catch (JacksonException e) {
            return new Line(number, null, "must be a well-formed JSON object");
        }
    }

    /**
     * The lines of CSV. The one with the names counts as line 1.
     *
     * @throws InvalidInput when the body as a whole cannot be an import
     */
    List<Line> csv(byte[] body) {
        var lines = new ArrayList<Line>();
        try (var records = CSV.ofCsvRecord(text(body))) {
            List<String> names = null;
            for (var fields : records) {
                if (names == null) {
                    names = names(fields);
                } else {
                    lines.add(read(names, fields));
                    requireFew(lines);
                }
            }
        } catch (CsvParseException e) {
            throw new InvalidInput(BODY, "must be CSV as RFC 4180 describes it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return requireSome(lines);
    }

    private static List<String> names(CsvRecord first) {
        var names = first.getFields();
        if (new HashSet<>(names).size() < names.size()) {
            throw new InvalidInput(BODY, "must name each field once in its first line");
        }
        return names;
    }

    private Line read(List<String> names, CsvRecord fields) {
        var number = Math.toIntExact(fields.getStartingLineNumber());
        if (fields.getFieldCount() != names.size()) {
            return new Line(number, null, "must have as many fields as the first line");
        }
        var json = mapper.createObjectNode();
        for (var i = 0; i < names.size(); i++) {
            var value = fields.getField(i);
            if (!value.isEmpty()) {
                json.set(names.get(i), node(names.get(i), value));
            }
        }
        return new Line(number, json, null);
    }

    // CSV has texts only; what is no text in JSON is known by its field.
    private JsonNode node(String name, String value) {
        var nodes = mapper.getNodeFactory();
        return switch (name) {
            case "approved" ->
                value.equals("true") || value.equals("false")
                        ? nodes.booleanNode(Boolean.parseBoolean(value))
                        : nodes.stringNode(value);
            case "roleId" ->
                INTEGER.matcher(value).matches() ? nodes.numberNode(Long.parseLong(value)) : nodes.stringNode(value);
            default -> nodes.stringNode(value);
        };
    }

    private static String text(byte[] body) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidInput(BODY, "must be in UTF-8");
        }
    }

    private static void requireFew(List<Line> lines) {
        if (lines.size() > MOST_LINES) {
            throw new InvalidInput(BODY, "must have at most " + MOST_LINES + " lines");
        }
    }

    private static List<Line> requireSome(List<Line> lines) {
        if (lines.isEmpty()) {
            throw new InvalidInput(BODY, "must have at least one person");
        }
        return lines;
    }
}
