package io.rollbook.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.fail;

import io.rollbook.api.error.InvalidValue;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What text is: by examples, over every code point, and over texts drawn at random from a seed. */
class TextTest {

    private static final long SEED = Long.getLong("rollbook.test.seed", 20261126);
    private static final int ROUNDS = 20_000;

    @Nested
    class Folding {

        @ParameterizedTest
        @CsvSource({
            "ANI, ani",
            "Straße, STRASSE",
            "ΣΊΣΥΦΟΣ, σίσυφος",
            "Σίσυφοσ, Σίσυφος",
            "ﬃ, FFI",
            "Ａｎｉ, ani",
            "é, E\u0301",
            "Å, \u212b",
            "K, \u212a",
            "a\u00a0b, a b",
            "a\u3000\u2009b, a b",
            "a\u2028b, a b",
            "a\u1680b, a b",
            "a\u00adb, ab",
            "a\u200bb, ab",
            "\u202eab, ab",
            "①, 1",
            "\u1e9e, ss",
        })
        void isTheSameForWhatReadsTheSame(String one, String other) {
            assertThat(Text.folded(one)).isEqualTo(Text.folded(other));
        }

        @ParameterizedTest
        @CsvSource({"i, ı", "a, á", "ab, a b", "o, 0"})
        void tellsApartWhatReadsDifferently(String one, String other) {
            assertThat(Text.folded(one)).isNotEqualTo(Text.folded(other));
        }

        @Test
        void followsNoLocale() {
            var before = Locale.getDefault();
            try {
                Locale.setDefault(Locale.forLanguageTag("tr-TR"));
                assertThat(Text.folded("ISTANBUL")).isEqualTo("istanbul");
            } finally {
                Locale.setDefault(before);
            }
        }

        @Test
        void isTheSameForEveryCharacterInAllItsForms() {
            everyCodePoint().forEach(c -> {
                var text = Character.toString(c);
                var folded = Text.folded(text);
                assertSame(Text.folded(folded), folded, text);
                for (var form : Normalizer.Form.values()) {
                    assertSame(Text.folded(Normalizer.normalize(text, form)), folded, text);
                }
                // Of a dotless i alone the capital letter is another one's, too.
                if (c != 'ı') {
                    assertSame(Text.folded(text.toUpperCase(Locale.ROOT)), folded, text);
                }
            });
        }

        @Test
        void isTheSameForTextsInAllTheirForms() {
            texts().forEach(text -> {
                var folded = Text.folded(text);
                assertSame(Text.folded(folded), folded, text);
                for (var form : Normalizer.Form.values()) {
                    assertSame(Text.folded(Normalizer.normalize(text, form)), folded, text);
                }
                assertSame(Text.folded("\u3000" + text + "\t"), folded, text);
            });
        }

        @Test
        void admitsWhatIsNoText() {
            assertThatNoException().isThrownBy(() -> Text.folded("\ud83d \udc00\ud800"));
        }
    }

    @Nested
    class AName {

        @ParameterizedTest
        @CsvSource({
            "'  Ani\u00a0\u3000 Budi\t', Ani Budi",
            "Ａｎｉ, Ani",
            "E\u0301va, Éva",
            "'Ani 🙂 👍🏽', 'Ani 🙂 👍🏽'",
            "ジョン・スミス, ジョン・スミス",
            "क्\u200dष, क्\u200dष",
            "علی\u200cرضا, علی\u200cرضا",
            "7, 7",
            "al·la, al·la"
        })
        void isKeptInOneFormAndWithItsCase(String text, String name) {
            assertThat(Text.name(text, 200)).isEqualTo(name);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\u00a0", "\t\n", "\u3000\u2028"})
        void isNotBlank(String text) {
            assertRefused(() -> Text.name(text, 200), "must not be blank");
        }

        @ParameterizedTest
        @ValueSource(strings = {"...", "🙂", "- -", "¨", "\u0301"})
        void hasALetterOrADigit(String text) {
            assertRefused(() -> Text.name(text, 200), "must have at least one letter or digit");
        }

        @ParameterizedTest
        @MethodSource("io.rollbook.api.value.TextTest#unreadable")
        void hasNothingUnreadable(String text) {
            assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> Text.name(text, 200));
        }

        @Test
        void isMeasuredInTheFormItIsKept() {
            assertThat(Text.name("e\u0301".repeat(200), 200)).hasSize(200);
            assertRefused(() -> Text.name("ﬃ".repeat(67), 200), "must have at most 200 characters");
        }
    }

    @Nested
    class APassword {

        @ParameterizedTest
        @CsvSource({
            "'  Spaces stay ', '  Spaces stay '",
            "'a\u00a0b\u3000c', 'a b c'",
            "E\u0301, É",
            "ﬃ Ａ, ﬃ Ａ",
            "'π·🙂', 'π·🙂'"
        })
        void isAnOpaqueString(String typed, String password) {
            if (typed.contains("·")) {
                // A middle dot stands between two l only.
                assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> Text.password(typed));
            } else {
                assertThat(Text.password(typed)).isEqualTo(password);
            }
        }

        @ParameterizedTest
        @MethodSource("io.rollbook.api.value.TextTest#unreadable")
        void hasNothingUnreadable(String text) {
            assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> Text.password(text));
        }
    }

    @Nested
    class AWord {

        @ParameterizedTest
        @MethodSource("io.rollbook.api.value.TextTest#unreadable")
        void hasNothingUnreadable(String text) {
            assertThat(Text.word(text)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"a b", "a\u00a0b", "a\u3000b", "a\u1680b", "a¨b", "क्\u200dष", "علی\u200cرضا"})
        void hasNoSpacesAndNoJoiners(String text) {
            assertThat(Text.word(text)).isEmpty();
        }
    }

    @Nested
    class ADomain {

        @ParameterizedTest
        @CsvSource({
            "Example.ORG, example.org",
            "münchen.de, xn--mnchen-3ya.de",
            "MÜNCHEN.de, xn--mnchen-3ya.de",
            "mu\u0308nchen.de, xn--mnchen-3ya.de",
            "straße.de, xn--strae-oqa.de",
            "ｅｘａｍｐｌｅ。org, example.org",
            "xn--mnchen-3ya.de, xn--mnchen-3ya.de",
            "r3---sn.example, r3---sn.example"
        })
        void hasOneAsciiForm(String domain, String ascii) {
            assertThat(Text.asciiDomain(domain)).contains(ascii);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", ".", "a..b", ".a", "a.", "-a.b", "a-.b", "a_b.c", "xn--a.b", "a b", "a/b", "\u0378.de"})
        void mustBeOne(String domain) {
            assertThat(Text.asciiDomain(domain)).isEmpty();
        }
    }

    /** Each form is a form: bringing it there again changes nothing. */
    @ParameterizedTest
    @MethodSource("forms")
    void everyFormIsFinal(UnaryOperator<String> form) {
        Stream.concat(everyCodePoint().mapToObj(c -> "a" + Character.toString(c) + "b"), texts())
                .forEach(text -> {
                    var kept = attempt(form, text);
                    kept.ifPresent(once -> assertSame(attempt(form, once), kept, text));
                });
    }

    /** No form lets through what its text must not have, wherever it stands. */
    @ParameterizedTest
    @MethodSource("forms")
    void noFormAdmitsWhatIsForbidden(UnaryOperator<String> form) {
        everyCodePoint().filter(TextTest::isForbidden).forEach(c -> {
            var one = Character.toString(c);
            for (var text : new String[] {one + "ab", "a" + one + "b", "ab" + one}) {
                // White space at the ends is trimmed away.
                attempt(form, text)
                        .filter(kept -> kept.codePoints().anyMatch(TextTest::isForbidden))
                        .ifPresent(kept -> fail(codes(text) + " became " + codes(kept)));
            }
        });
    }

    /** All that people write with is admitted, by the JDK's tables, but for these. */
    @Test
    void nothingReadableIsRefused() {
        var excepted = new BitSet();
        """
        letters that only lengthen or repeat, marks of old texts: 0640 07FA 302E-302F 3031-3035 303B
        parts of Hangul syllables: 1100-11FF A960-A97C D7B0-D7C6 D7CB-D7FB
        between two l, these stand only beside their own script: 0375 05F3-05F4 30FB
        invisible: 034F 17B4-17B5 180B-180D 180F 3164 FE00-FE0F FFA0 E0100-E01EF
        blank: 2800 1D159
        """.lines().flatMap(line -> Stream.of(line.split(": ")[1].split(" "))).map(range -> range.split("-")).forEach(
                range -> excepted.set(
                        Integer.parseInt(range[0], 16), Integer.parseInt(range[range.length - 1], 16) + 1));

        everyCodePoint().filter(TextTest::isReadable).forEach(c -> {
            var text = "l" + Character.toString(c) + "l";
            assertSame(attempt(Text::password, text).isEmpty(), excepted.get(c), text);
        });
    }

    static Stream<String> unreadable() {
        return """
            controls 0000 000A 007F 0085
            halves D83D DC00
            invisible 200B 200C 200D 00AD FEFF 2060 3164 115F FE0F E0041 034F 180E 2800 1D159
            directions 200E 202E 2066 061C
            separators 2028 2029
            unassigned 0378 E1000
            noncharacters FFFE FDD0 10FFFF
            private E000 100000
            """.lines()
                .flatMap(line -> Stream.of(line.split(" ")).skip(1))
                .map(code -> "a" + Character.toString(Integer.parseInt(code, 16)) + "b");
    }

    static Stream<Named<UnaryOperator<String>>> forms() {
        return Stream.of(
                Named.of("name", text -> Text.name(text, 200)),
                Named.of("line", text -> Text.line(text, 200)),
                Named.of("password", Text::password),
                Named.of("word", text -> Text.word(text).orElseThrow(IllegalArgumentException::new)));
    }

    // What no text of ours has, by the JDK's tables: another source than the code's.
    private static boolean isForbidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            // The two joiners have a place in some scripts.
            case Character.FORMAT -> c != 0x200C && c != 0x200D;
            default -> (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
        };
    }

    private static boolean isReadable(int c) {
        return switch (Character.getType(c)) {
            case Character.UNASSIGNED,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    // Of the planes that Unicode leaves empty or private, the ends.
    private static IntStream everyCodePoint() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> c < 0x34000 || (c & 0xFFFF) < 0x200 || (c & 0xFFFF) > 0xFF00);
    }

    /** Texts of one to twelve characters, mostly of those that normalising, folding or the contextual rules care for. */
    private static Stream<String> texts() {
        var random = new Random(SEED);
        var lively = everyCodePoint()
                .filter(c -> !Normalizer.isNormalized(Character.toString(c), Normalizer.Form.NFKD)
                        || Character.getType(c) == Character.NON_SPACING_MARK
                        || Character.toLowerCase(c) != c
                        || Character.isSpaceChar(c))
                .toArray();
        return Stream.generate(() -> {
                    var text = new StringBuilder();
                    for (var length = 1 + random.nextInt(12); length > 0; length--) {
                        text.appendCodePoint(
                                switch (random.nextInt(4)) {
                                    case 0 -> ' ' + random.nextInt(95);
                                    case 1 -> random.nextInt(0x3000);
                                    default -> lively[random.nextInt(lively.length)];
                                });
                    }
                    return text.toString();
                })
                .limit(ROUNDS);
    }

    private static Optional<String> attempt(UnaryOperator<String> form, String text) {
        try {
            return Optional.of(form.apply(text));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    // Asserts only what is wrong: there are millions.
    private static void assertSame(Object one, Object other, String text) {
        if (!one.equals(other)) {
            assertThat(one).as(codes(text)).isEqualTo(other);
        }
    }

    private static String codes(String text) {
        return text.codePoints().mapToObj(Integer::toHexString).toList() + ", seed " + SEED;
    }

    private static void assertRefused(Runnable value, String problem) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(value::run)
                .satisfies(refusal -> assertThat(refusal.problem()).isEqualTo(problem));
    }
}
