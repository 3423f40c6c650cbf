package io.rollbook.command.identity.local;

import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The public keys that tokens are verified with, as RFC 7517 wants them. */
@RestController
@ConditionalOnProperty(name = "rollbook.identity", havingValue = "local", matchIfMissing = true)
class JwksController {

    private final SigningKeys keys;

    JwksController(SigningKeys keys) {
        this.keys = keys;
    }

    @Allow(Access.ANYONE)
    @GetMapping("/.well-known/jwks.json")
    Map<String, Object> keys() {
        return keys.published().toJSONObject();
    }
}
