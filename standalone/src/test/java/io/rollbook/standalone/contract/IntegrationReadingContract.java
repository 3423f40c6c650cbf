package io.rollbook.standalone.contract;

import static io.rollbook.standalone.contract.IntegrationContract.INTEGRATIONS;
import static io.rollbook.standalone.contract.IntegrationContract.VALIDATION;
import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.integration;
import static io.rollbook.standalone.support.Expect.integrationError;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Expect;
import io.rollbook.standalone.support.Person;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code GET /api/userIntegration} and {@code GET /api/userIntegration/userIntegration:id}. */
abstract class IntegrationReadingContract extends ResourceContract {

    IntegrationReadingContract(RunningSystem system) {
        super(system);
    }

    @Test
    void listsTheIntegrationsOfOneUser() {
        var person = people.newApproved();
        var first = addFor(person);
        var second = addFor(person);

        var listed = list(admin(), "page=1&limit=100&userId=user-" + person.id());

        assertThat(listed).containsExactlyInAnyOrder(first, second).allSatisfy(Expect::integrationObject);
    }

    @Test
    void pagesCarryTheTotalAndLinks() {
        var person = people.newApproved();
        var added = List.of(addFor(person), addFor(person), addFor(person));
        var query = INTEGRATIONS + "?userId=user-" + person.id() + "&limit=2&page=";
        admin().settled();

        var first = admin().get(query + 1);
        var second = admin().get(query + 2);

        var both = new ArrayList<>(elements(integration(first, null)));
        assertThat(both).hasSize(2);
        both.addAll(elements(integration(second, null)));
        assertThat(both).containsExactlyInAnyOrderElementsOf(added);
        assertThat(first.header("X-Total-Count")).isEqualTo("3");
        assertThat(second.header("X-Total-Count")).isEqualTo("3");
        assertThat(String.join(", ", first.allHeaders("Link")))
                .contains("rel=\"next\"")
                .doesNotContain("rel=\"prev\"");
        assertThat(String.join(", ", second.allHeaders("Link")))
                .contains("rel=\"prev\"")
                .doesNotContain("rel=\"next\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?page=1",
                "?limit=10",
                "?page=0&limit=10",
                "?page=-1&limit=10",
                "?page=abc&limit=10",
                "?page=1&limit=0",
                "?page=1&limit=101",
                "?page=1&limit=many",
                "?page=1.5&limit=10",
                "?page=99999999999&limit=10",
                "?page=&limit=10",
                "?page=1&limit=10&userId=7",
                "?page=1&limit=10&userId=user-abc"
            })
    void pageAndLimitAreRequiredAndBounded(String query) {
        integrationError(admin().get(INTEGRATIONS + query), 400, VALIDATION);
    }

    @Test
    void aPlainUserSeesTheirOwn() {
        var person = people.newApproved();
        var own = addFor(person);
        var somebodyElses = addFor(people.auditor());
        admin().settled();

        assertThat(list(person.client(), "page=1&limit=100")).containsExactly(own);
        assertThat(list(person.client(), "page=1&limit=100&userId=user-" + person.id()))
                .containsExactly(own);
        integration(person.client().get(path(INTEGRATIONS, own)), null);
        integrationError(person.client().get(path(INTEGRATIONS, somebodyElses)), 400, "UserIntegrationId is Invalid");
    }

    @Test
    void namingAnotherUserIsForbidden() {
        var query = INTEGRATIONS + "?page=1&limit=10&userId=user-"
                + people.auditor().id();
        integrationError(people.approved().client().get(query), 403);
    }

    @Test
    void anAuditorSeesEverybodys() {
        var added = addFor(people.approved());
        var auditor = people.auditor().client();
        admin().settled();

        assertThat(integration(auditor.get(path(INTEGRATIONS, added)), null)).isEqualTo(added);
        assertThat(list(
                        auditor,
                        "page=1&limit=100&userId=user-" + people.approved().id()))
                .contains(added);
        assertThat(list(auditor, "page=1&limit=1")).hasSize(1);
    }

    @Test
    void whoIsNotApprovedSeesNothing() {
        var own = addFor(people.pending());
        integrationError(people.pending().client().get(INTEGRATIONS + "?page=1&limit=10"), 403);
        integrationError(people.pending().client().get(path(INTEGRATIONS, own)), 403);
    }

    private JsonNode addFor(Person person) {
        return integration(admin().post(INTEGRATIONS, Samples.integration(person.id())), IntegrationContract.CREATED);
    }

    private static List<JsonNode> list(RollbookClient client, String query) {
        return elements(integration(client.settled().get(INTEGRATIONS + "?" + query), null));
    }
}
