package io.rollbook.query.user;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.rollbook.api.value.Text;
import io.rollbook.query.projection.ReadModel;
import io.rollbook.web.read.Page;
import io.rollbook.web.read.QueryParameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bson.conversions.Bson;

/**
 * Which users a client asks for, in which order.
 *
 * @param page the stretch asked for, empty for all
 */
record UserList(Bson filter, Bson sort, Optional<Page> page) {
    private static final int MAX_LIMIT = 500;

    /** What may be sorted by: the fields a user shows. Texts are ordered as people look for them, without regard to case. */
    private static final Map<String, String> SORTABLE = Map.of(
            "id", ReadModel.ID,
            "uid", UserProjection.UID,
            "email", UserProjection.EMAIL_KEY,
            "disabled", UserProjection.DISABLED,
            "name", UserProjection.NAME_KEY,
            "NIP", UserProjection.NIP,
            "gender", UserProjection.GENDER,
            "jabatan", UserProjection.JABATAN_KEY,
            "approved", UserProjection.APPROVED);

    private static final Pattern SPECIAL = Pattern.compile("[^\\p{L}\\p{N}]");

    /**
     * Reads a client's wishes.
     *
     * @throws io.rollbook.api.error.InvalidInput naming every parameter that is not valid
     */
    static UserList of(QueryParameters parameters) {
        var filter = filter(parameters);
        var sort = sort(parameters);
        var page = Page.optional(parameters, MAX_LIMIT);
        parameters.verify();
        return new UserList(filter, sort, page);
    }

    private static Bson filter(QueryParameters parameters) {
        var filters = new ArrayList<Bson>();
        parameters.id("id").ifPresent(id -> filters.add(Filters.eq(ReadModel.ID, id)));
        parameters.text("uid").ifPresent(uid -> filters.add(Filters.eq(UserProjection.UID, uid)));
        parameters
                .text("email")
                .map(UserDocument::emailKey)
                .ifPresent(key -> filters.add(Filters.eq(UserProjection.EMAIL_KEY, key)));
        parameters
                .text("name")
                .map(UserDocument::textKey)
                .ifPresent(key -> filters.add(Filters.eq(UserProjection.NAME_KEY, key)));
        parameters.text("NIP").map(Text::folded).ifPresent(nip -> filters.add(Filters.eq(UserProjection.NIP, nip)));
        parameters
                .text("jabatan")
                .map(UserDocument::textKey)
                .ifPresent(key -> filters.add(Filters.eq(UserProjection.JABATAN_KEY, key)));
        parameters.bool("approved").ifPresent(approved -> filters.add(Filters.eq(UserProjection.APPROVED, approved)));
        parameters.bool("disabled").ifPresent(disabled -> filters.add(Filters.eq(UserProjection.DISABLED, disabled)));
        parameters.text("q").filter(q -> !Text.folded(q).isEmpty()).ifPresent(q -> filters.add(prefix(q)));
        return filters.isEmpty() ? Filters.empty() : Filters.and(filters);
    }

    private static Bson prefix(String q) {
        var text = beginsWith(UserDocument.textKey(q));
        return Filters.or(
                Filters.regex(UserProjection.NAME_KEY, text),
                Filters.regex(UserProjection.EMAIL_KEY, beginsWith(UserDocument.emailKey(q))),
                Filters.regex(UserProjection.NIP, text));
    }

    private static String beginsWith(String key) {
        return "^" + SPECIAL.matcher(key).replaceAll("\\\\$0");
    }

    private static Bson sort(QueryParameters parameters) {
        var orders = new ArrayList<Bson>();
        var named = new HashSet<String>();
        var backwards = false;
        for (var part : parameters
                .text("sort")
                .map(text -> List.of(text.split(",", -1)))
                .orElse(List.of())) {
            var descending = part.startsWith("-");
            var field = descending ? part.substring(1) : part;
            var stored = SORTABLE.get(field);
            if (stored == null) {
                parameters.refuse("sort", "cannot be by " + (field.isEmpty() ? "nothing" : Text.excerpt(field)));
            } else if (!named.add(field)) {
                parameters.refuse("sort", "must name " + field + " once");
            } else {
                orders.add(order(stored, descending));
                backwards = descending;
            }
        }
        if (!named.contains("id")) {
            // Rows that are alike in everything else still have one order, so that no page repeats or skips one. It
            // goes the
            // way of the last, as the index does.
            orders.add(order(ReadModel.ID, backwards));
        }
        return Sorts.orderBy(orders);
    }

    private static Bson order(String field, boolean descending) {
        return descending ? Sorts.descending(field) : Sorts.ascending(field);
    }
}
