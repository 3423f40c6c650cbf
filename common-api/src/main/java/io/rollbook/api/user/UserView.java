package io.rollbook.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/** A user as the contract shows it: exactly these fields, {@code null} where nothing is known. */
@JsonPropertyOrder({"id", "uid", "email", "disabled", "name", "NIP", "gender", "jabatan", "approved"})
public record UserView(
        int id,
        @Nullable String uid,
        String email,
        boolean disabled,
        String name,
        @JsonProperty("NIP") @Nullable String nip,
        @Nullable Gender gender,
        @Nullable String jabatan,
        boolean approved) {

    /** Only the id: personal data must not reach a log by accident. */
    @Override
    public String toString() {
        return "UserView[user-" + id + "]";
    }
}
