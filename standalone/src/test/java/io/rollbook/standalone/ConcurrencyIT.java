package io.rollbook.standalone;

import static io.rollbook.standalone.support.Expect.elements;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.AtOnce;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.OnSharedSystem;
import io.rollbook.standalone.support.People;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningStandalone;
import io.rollbook.standalone.support.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many at once: the rules hold and nothing is lost. */
@OnSharedSystem
@Tag("thorough")
class ConcurrencyIT {

    private static final int MANY = 50;

    private final People people;
    private final RollbookClient admin;

    ConcurrencyIT(RunningStandalone standalone) {
        people = standalone.people();
        admin = people.admin().client().forgetful();
    }

    @Test
    void ofManyRegistrationsOfOneEmailOneSucceeds() {
        var registration = Samples.registration();

        var answers = atOnce(i -> people.anonymous().post("/api/auth/register", registration));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(MANY - 1);
        var registered = answers.stream()
                .filter(answer -> answer.status() == 201)
                .findFirst()
                .orElseThrow();
        var listed = admin.after(registered).get("/api/users?email=" + registration.text("email"));
        assertThat(elements(listed.payload())).hasSize(1);
        assertThat(people.logIn(registration.text("email"), registration.text("password"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void manyChangesOfOneUserAllSucceedOneAfterTheOther() {
        var user = admin.post("/api/users", Samples.user());
        var path = "/api/users/" + user.payload().path("id");

        var answers = atOnce(i -> admin.put(path, Fields.of("jabatan", "Post " + i)));

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        var before = user.version();
        assertThat(answers)
                .extracting(Answer::version)
                .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(before + 1, before + MANY)
                        .boxed()
                        .toList());
        var last = answers.stream()
                .filter(answer -> answer.version() == before + MANY)
                .findFirst()
                .orElseThrow();
        assertThat(admin.after(last).get(path).payload()).isEqualTo(last.payload());
    }

    @Test
    void ofManyIntegrationsOfOneUserAndKeyOneIsAdded() {
        var fields = Samples.integration(people.approved().id());

        var answers = atOnce(i -> admin.post("/api/userIntegration", fields));

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(MANY - 1);
    }

    @Test
    void manyApprovalsOfOneUserAreOne() {
        var user = admin.post("/api/users", Samples.user().with("approved", false));
        var path = "/api/users/" + user.payload().path("id") + "/approve";

        var answers = atOnce(i -> admin.post(path));

        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(answers).extracting(Answer::version).containsOnly(user.version() + 1);
    }

    @Test
    void anEvenNumberOfTogglesLeavesTheUserEnabled() {
        var user = admin.post("/api/users", Samples.user());
        var path = "/api/users/" + user.payload().path("id") + "/disable";

        var answers = atOnce(i -> admin.put(path));

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers)
                .filteredOn(answer -> answer.payload().path("disabled").booleanValue())
                .hasSize(MANY / 2);
        assertThat(admin.put(path).payload().path("disabled").booleanValue()).isTrue();
    }

    @Test
    void aRoleIsNeverDeletedUnderSomebodyWhoJustGotIt() {
        for (var round = 0; round < 5; round++) {
            var role = admin.post("/api/roles", Samples.role()).payload();
            var path = "/api/roles/" + role.path("id");
            var users = IntStream.range(0, 4)
                    .mapToObj(i -> admin.post("/api/users", Samples.user()).payload())
                    .toList();

            var tasks = new ArrayList<Callable<Answer>>();
            users.forEach(user ->
                    tasks.add(() -> admin.put("/api/users/" + user.path("id"), Fields.of("roleId", role.path("id")))));
            tasks.add(2, () -> admin.delete(path));
            var answers = AtOnce.send(tasks);

            var assigned = answers.stream().filter(a -> a.status() == 200).count();
            var deleted = answers.stream().filter(a -> a.status() == 201).count();
            // Too late for the role is a validation error; too late to delete it is a conflict.
            assertThat(answers).allMatch(answer -> List.of(200, 201, 400, 409).contains(answer.status()));
            assertThat(deleted == 1 && assigned > 0)
                    .as("deleted and assigned: %s", answers)
                    .isFalse();
        }
    }

    private static List<Answer> atOnce(IntFunction<Answer> request) {
        return AtOnce.send(IntStream.range(0, MANY)
                .<Callable<Answer>>mapToObj(i -> () -> request.apply(i))
                .toList());
    }
}
