package io.rollbook.command.identity.web;

import io.rollbook.command.identity.DriftCheck;
import io.rollbook.command.identity.DriftRepair;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.envelope.Envelope;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/admin/identity/drift}: where accounts and users differ, and mending it. */
@RestController
class DriftController {

    private final DriftCheck check;
    private final DriftRepair repair;

    DriftController(DriftCheck check, DriftRepair repair) {
        this.check = check;
        this.repair = repair;
    }

    @Allow(Access.ADMIN)
    @GetMapping("/api/admin/identity/drift")
    ResponseEntity<Envelope> drift() {
        return Envelope.ok("drift", check.report());
    }

    @Allow(Access.ADMIN)
    @PostMapping("/api/admin/identity/drift/repair")
    ResponseEntity<Envelope> repair() {
        return Envelope.ok("repair", repair.repair());
    }
}
