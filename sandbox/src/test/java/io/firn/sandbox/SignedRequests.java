package io.firn.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** S3 requests with AWS signature 4, as small as it gets: path style, no query, body not hashed. */
record SignedRequests(S3Coordinates store) {

  private static final String SCOPE = "us-east-1/s3/aws4_request";
  private static final String SIGNED = "host;x-amz-content-sha256;x-amz-date";
  private static final String UNSIGNED_BODY = "UNSIGNED-PAYLOAD";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

  HttpResponse<String> put(String key, String body) throws Exception {
    return send("PUT", key, body);
  }

  HttpResponse<String> get(String key) throws Exception {
    return send("GET", key, "");
  }

  private HttpResponse<String> send(String method, String key, String body) throws Exception {
    URI uri = store.endpoint().resolve("/" + store.bucket() + "/" + key);
    String time = TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .method(method, BodyPublishers.ofString(body))
            .header("x-amz-date", time)
            .header("x-amz-content-sha256", UNSIGNED_BODY)
            .header("Authorization", authorization(method, uri, time))
            .build();
    return client().send(request, BodyHandlers.ofString());
  }

  private String authorization(String method, URI uri, String time)
      throws GeneralSecurityException {
    String day = time.substring(0, 8);
    String headers =
        "host:%s\nx-amz-content-sha256:%s\nx-amz-date:%s\n"
            .formatted(uri.getAuthority(), UNSIGNED_BODY, time);
    String canonical = String.join("\n", method, uri.getPath(), "", headers, SIGNED, UNSIGNED_BODY);
    String hash = hex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8)));
    String toSign = String.join("\n", "AWS4-HMAC-SHA256", time, day + "/" + SCOPE, hash);
    byte[] key = hmac(("AWS4" + store.secretKey()).getBytes(UTF_8), day);
    for (String step : SCOPE.split("/", -1)) {
      key = hmac(key, step);
    }
    return "AWS4-HMAC-SHA256 Credential=%s/%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(store.accessKey(), day, SCOPE, SIGNED, hex(hmac(key, toSign)));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static HttpResponse<String> getUnsigned(URI uri) throws IOException, InterruptedException {
    return client().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  static HttpResponse<String> postJson(URI uri, String json)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build();
    return client().send(request, BodyHandlers.ofString());
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }
}
