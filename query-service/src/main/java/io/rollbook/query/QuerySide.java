package io.rollbook.query;

import io.rollbook.web.platform.WebSide;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/**
 * The whole read side; import it. It needs a {@code TokenVerifier} and a {@code CallerDirectory} beside it, which are
 * not its own, because with the command side in the same process there are better ones.
 *
 * <p>Its beans are named by their full class names, so that both sides fit into one context.
 */
@Configuration(proxyBeanMethods = false)
@Import(WebSide.class)
@PropertySource("classpath:query-side.properties")
@ComponentScan(
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        excludeFilters = {
            @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class),
            @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = QueryServiceApplication.class)
        })
public class QuerySide {}
