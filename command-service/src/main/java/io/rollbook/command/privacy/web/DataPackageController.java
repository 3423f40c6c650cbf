package io.rollbook.command.privacy.web;

import io.rollbook.api.user.UserId;
import io.rollbook.command.privacy.DataPackages;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.access.Caller;
import io.rollbook.web.log.SecurityEvent;
import io.rollbook.web.log.SecurityLog;
import io.rollbook.web.read.StreamedAnswer;
import io.rollbook.web.request.PathId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/users/:id/data-package}: what is held about a person, to be kept as a file. */
@RestController
class DataPackageController {

    private final DataPackages packages;

    DataPackageController(DataPackages packages) {
        this.packages = packages;
    }

    @Allow(Access.OWN_OR_ADMIN)
    @GetMapping("/api/users/{id}/data-package")
    void dataPackage(@PathVariable String id, Caller caller, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var user = PathId.parse(id, UserId::new);
        var contents = packages.of(user);
        SecurityLog.tell(SecurityEvent.DATA_EXPORTED, caller.id().toString(), "of", user);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(user + ".json").build().toString());
        StreamedAnswer.indented(request, response).send("data-package", contents::write);
    }
}
