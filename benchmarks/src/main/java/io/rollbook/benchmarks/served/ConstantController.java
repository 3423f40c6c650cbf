package io.rollbook.benchmarks.served;

import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import java.util.Arrays;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The limit of a read: an answer of that many bytes to the same token, through the same server, that nothing has to be looked
 * up for.
 */
@RestController
public class ConstantController {

    private static final int MOST = 1_000_000;

    /** An approved caller may ask for it, as for the reads that it is compared with. */
    @Allow(Access.APPROVED)
    @GetMapping(path = "/api/benchmark/constant/{bytes}", produces = MediaType.APPLICATION_JSON_VALUE)
    public byte[] constant(@PathVariable int bytes) {
        var answer = new byte[Math.clamp(bytes, 2, MOST)];
        Arrays.fill(answer, (byte) 'x');
        answer[0] = '"';
        answer[answer.length - 1] = '"';
        return answer;
    }
}
