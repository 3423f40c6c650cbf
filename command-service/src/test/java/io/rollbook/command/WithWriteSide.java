package io.rollbook.command;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A test over the running write side; all of them share one application. */
@SpringBootTest(classes = CommandServiceApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class WithWriteSide {

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry properties) {
        WriteSide.connect(properties);
    }
}
