package io.rollbook.standalone.contract;

import io.rollbook.standalone.support.People;
import io.rollbook.standalone.support.Person;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import tools.jackson.databind.JsonNode;

/** What the tests of every resource begin with. */
abstract class ResourceContract {

    final People people;
    final boolean tokensAreSigned;

    ResourceContract(RunningSystem system) {
        people = system.people();
        tokensAreSigned = system.signsTokens();
    }

    /** The first admin's client. */
    RollbookClient admin() {
        return people.admin().client();
    }

    RollbookClient anonymous() {
        return people.anonymous();
    }

    /** Somebody approved of the test's own, who has not signed in; as the answer to adding them shows them. */
    JsonNode newUser() {
        return admin().post("/api/users", Samples.user()).payload();
    }

    /** The path of a resource of that id under {@code collection}. */
    static String path(String collection, JsonNode resource) {
        return collection + "/" + resource.path("id").asString();
    }

    static String user(JsonNode user) {
        return path("/api/users", user);
    }

    static String role(JsonNode role) {
        return path("/api/roles", role);
    }

    /** A token that was genuine until somebody changed it. */
    static String tampered(Person person) {
        var token = person.client().token();
        var middle = token.length() / 2;
        var other = token.charAt(middle) == 'A' ? 'B' : 'A';
        return token.substring(0, middle) + other + token.substring(middle + 1);
    }
}
