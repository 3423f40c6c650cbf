package io.rollbook.api.integration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A user's integration as the contract shows it.
 *
 * @param id {@code userIntegration-<n>}
 * @param userId {@code user-<n>}
 */
@JsonPropertyOrder({"id", "isconnected", "userId", "integrationId"})
public record UserIntegrationView(
        String id, @JsonProperty("isconnected") boolean connected, String userId, String integrationId) {}
