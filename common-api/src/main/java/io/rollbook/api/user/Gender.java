package io.rollbook.api.user;

import io.rollbook.api.error.InvalidValue;

/** The contract's two letters: {@code L} (laki-laki, male) and {@code P} (perempuan, female). */
public enum Gender {
    L,
    P;

    /**
     * The gender written as {@code letter}.
     *
     * @throws InvalidValue when it is neither letter
     */
    public static Gender parse(String letter) {
        return switch (letter) {
            case "L" -> L;
            case "P" -> P;
            default -> throw new InvalidValue("must be L or P");
        };
    }
}
