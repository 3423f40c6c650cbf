package io.rollbook.command.identity.firebase;

import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.auth.FirebaseAuth;
import com.google.firebase.internal.FirebaseProcessEnvironment;
import io.rollbook.command.identity.AccountFollower;
import io.rollbook.command.identity.AccountOwners;
import io.rollbook.command.identity.IdentityProvider;
import io.rollbook.command.identity.ProviderRevocations;
import io.rollbook.command.privacy.EmailIndex;
import io.rollbook.web.access.firebase.FirebaseProject;
import io.rollbook.web.access.firebase.FirebaseVerification;
import io.rollbook.web.platform.StartRefused;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
        var id = project.id();
        var emulator = project.emulator(environment);
        // The SDK asks the process's environment only; the setting may come from elsewhere.
        emulator.ifPresent(host -> FirebaseProcessEnvironment.setenv(FirebaseProject.EMULATOR_HOST, host));
        var file = settings.serviceAccountFile();
        var credentials = emulator.isPresent()
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
    FirebaseAccounts firebaseAccounts(
            FirebaseApp app, FirebaseSettings settings, EmailIndex emails, ProviderRevocations revocations) {
        return new FirebaseAccounts(FirebaseAuth.getInstance(app), settings.deadline(), emails, revocations);
    }

    @Bean
    PasswordSignIn firebasePasswordSignIn(FirebaseProject project, FirebaseSettings settings, Environment environment) {
        return new PasswordSignIn(
                signInAddress(settings, project.emulator(environment)),
                settings.connectTimeout(),
                settings.readTimeout());
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

    private static URI signInAddress(FirebaseSettings settings, Optional<String> emulator) {
        var key = settings.apiKey();
        if (emulator.isPresent()) {
            return URI.create("http://" + emulator.get() + "/identitytoolkit.googleapis.com" + SIGN_IN
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
}
