package io.rollbook.command.identity.firebase;

import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.auth.FirebaseAuth;
import com.google.firebase.internal.FirebaseProcessEnvironment;
import io.rollbook.command.identity.AccountFollower;
import io.rollbook.command.identity.AccountOwners;
import io.rollbook.command.identity.IdentityProvider;
import io.rollbook.command.privacy.EmailIndex;
import io.rollbook.web.access.firebase.FirebaseProject;
import io.rollbook.web.access.firebase.FirebaseVerification;
import io.rollbook.web.platform.StartRefused;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** In force with {@code rollbook.identity=firebase}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "rollbook.identity", havingValue = "firebase")
@EnableConfigurationProperties(FirebaseSettings.class)
@Import(FirebaseVerification.class)
class FirebaseIdentityConfiguration {

    private static final String SIGN_IN = "/v1/accounts:signInWithPassword?key=";
    private static final String ANY_KEY = "emulator";

    // An app of its own name: several contexts of one process, as tests have them, each close theirs.
    @Bean(destroyMethod = "delete")
    FirebaseApp firebaseApp(FirebaseProject project, FirebaseSettings settings, Environment environment) {
        var id = project.projectId();
        if (id == null || id.isBlank()) {
            throw new StartRefused("set ROLLBOOK_IDENTITY_FIREBASE_PROJECTID to the id of your Firebase project"
                    + " (rollbook.identity is firebase)");
        }
        var emulator = emulator(environment);
        if (!emulator.isBlank()) {
            // The SDK asks the process's environment only; the setting may come from elsewhere.
            FirebaseProcessEnvironment.setenv(FirebaseProject.EMULATOR_HOST, emulator);
        }
        var file = settings.serviceAccountFile();
        var credentials = !emulator.isBlank()
                ? FirebaseCredentials.ofTheEmulator()
                : file == null ? FirebaseCredentials.ofTheEnvironment() : FirebaseCredentials.in(file);
        var options = FirebaseOptions.builder()
                .setProjectId(id)
                .setCredentials(credentials)
                .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
                .setReadTimeout(Math.toIntExact(settings.readTimeout().toMillis()))
                .build();
        return FirebaseApp.initializeApp(options, "rollbook-" + UUID.randomUUID());
    }

    @Bean
    FirebaseAccounts firebaseAccounts(FirebaseApp app, FirebaseSettings settings, EmailIndex emails) {
        return new FirebaseAccounts(FirebaseAuth.getInstance(app), settings.deadline(), emails);
    }

    @Bean
    PasswordSignIn firebasePasswordSignIn(FirebaseSettings settings, Environment environment) {
        return new PasswordSignIn(
                signInAddress(settings, emulator(environment)), settings.connectTimeout(), settings.readTimeout());
    }

    @Bean
    IdentityProvider firebaseIdentityProvider(
            FirebaseAccounts accounts,
            PasswordSignIn passwords,
            AccountFollower follower,
            AccountOwners owners,
            EmailIndex emails) {
        return new FirebaseIdentityProvider(accounts, passwords, follower, owners, emails);
    }

    private static URI signInAddress(FirebaseSettings settings, String emulator) {
        var key = settings.apiKey();
        if (!emulator.isBlank()) {
            return URI.create("http://" + emulator + "/identitytoolkit.googleapis.com" + SIGN_IN
                    + (key == null ? ANY_KEY : encoded(key)));
        }
        if (key == null || key.isBlank()) {
            throw new StartRefused("set ROLLBOOK_IDENTITY_FIREBASE_APIKEY to the web API key of your Firebase project:"
                    + " without it nobody can sign in with a password");
        }
        return settings.identityToolkit().resolve(SIGN_IN + encoded(key));
    }

    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    private static String emulator(Environment environment) {
        return environment.getProperty(FirebaseProject.EMULATOR_HOST, "");
    }
}
