#include "web/sign_on/provider_client.hpp"

#include <algorithm>

#include "engine/base/hash.hpp"
#include "engine/base/json_members.hpp"
#include "engine/base/json_read.hpp"
#include "web/sign_on/form.hpp"
#include "web/sign_on/jose.hpp"

namespace yellowsea::web {
namespace {

// Somebody waits, and the server answers for us after five seconds (ServerLimits::handler_deadline).
constexpr int kSecondsToAnswer = 3;
constexpr auto kKeptFor = std::chrono::hours(1);
constexpr auto kKeysAgainAfter = std::chrono::minutes(1);

Failure unavailable(const std::string& why) {
  return fail(ProblemCode::unavailable, "sign_on_unavailable",
              "The identity provider cannot be used: " + why);
}

Failure wrong_token(const char* claim) {
  return Failure(Problem{ProblemCode::unauthenticated,
                         "sign_on_token",
                         std::string("The provider's answer is not for this sign-in: ") + claim,
                         {},
                         Json{{"claim", claim}}});
}

}  // namespace

// An answer that is 200 and JSON.
Result<Json> ProviderClient::ask(const std::string& url, std::vector<std::string> headers) const {
  const auto answer = exchange_({"GET", url, std::move(headers), "", kSecondsToAnswer});
  if (!answer) return unavailable(answer.error().detail);
  if (answer->status != 200) return unavailable(url + " answers " + std::to_string(answer->status));
  auto json = read_json(answer->body);
  if (!json || !json->is_object()) return unavailable(url + " answers no JSON");
  return std::move(*json);
}

Result<void> ProviderClient::find_addresses() {
  if (addresses_ && clock_.now() - addresses_->at < kKeptFor) return {};
  std::string base = provider_.issuer;
  while (base.ends_with('/')) base.pop_back();
  const auto found = ask(base + "/.well-known/openid-configuration");
  if (!found) return Failure(found.error());
  // Word for word: a provider may only speak for itself (OpenID Connect Discovery 1.0, 4.3).
  if (text_member(*found, "issuer") != provider_.issuer) return unavailable("it says that it is another");
  Addresses addresses{text_member(*found, "authorization_endpoint"),
                      text_member(*found, "token_endpoint"),
                      text_member(*found, "jwks_uri"),
                      text_member(*found, "userinfo_endpoint"),
                      true,
                      flag_member(*found, "authorization_response_iss_parameter_supported"),
                      clock_.now()};
  for (const std::string* needed : {&addresses.authorization, &addresses.token, &addresses.keys}) {
    if (!is_safe_address(*needed)) return unavailable("an address of it is missing or not https");
  }
  if (!is_safe_address(addresses.userinfo)) addresses.userinfo.clear();
  const auto ways = texts_member(*found, "token_endpoint_auth_methods_supported");
  addresses.basic = ways.empty() || std::find(ways.begin(), ways.end(), "client_secret_basic") != ways.end();
  addresses_ = std::move(addresses);
  return {};
}

Result<void> ProviderClient::find_keys() {
  auto found = ask(addresses_->keys);
  if (!found) return Failure(found.error());
  keys_ = Keys{std::move(*found), clock_.now()};
  return {};
}

Result<std::string> ProviderClient::address(const std::string& state, const std::string& nonce,
                                            const std::string& verifier, const std::string& redirect_uri,
                                            const std::string& language) {
  if (auto found = find_addresses(); !found) return Failure(found.error());
  const Digest digest = sha256(verifier);
  const std::string challenge = to_base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
  const std::string& base = addresses_->authorization;
  return base + (base.find('?') == std::string::npos ? "?" : "&") +
         form_text({{"response_type", "code"},
                    {"client_id", provider_.client_id},
                    {"redirect_uri", redirect_uri},
                    {"scope", "openid email"},
                    {"state", state},
                    {"nonce", nonce},
                    {"code_challenge", challenge},
                    {"code_challenge_method", "S256"},
                    {"ui_locales", language}});
}

Result<Json> ProviderClient::tokens_for(const CodeGrant& grant) const {
  std::vector<std::pair<std::string, std::string>> form{{"grant_type", "authorization_code"},
                                                        {"code", grant.code},
                                                        {"redirect_uri", grant.redirect_uri},
                                                        {"code_verifier", grant.verifier}};
  HttpQuestion question{"POST",
                        addresses_->token,
                        {"Content-Type: application/x-www-form-urlencoded", "Accept: application/json"}};
  const std::string& secret = provider_.client_secret;
  if (!secret.empty() && addresses_->basic) {
    // Both parts as in a form, before base 64 (RFC 6749, 2.3.1).
    question.headers.push_back("Authorization: Basic " + to_base64(percent_encoded(provider_.client_id) +
                                                                   ":" + percent_encoded(secret)));
  } else {
    form.emplace_back("client_id", provider_.client_id);
    if (!secret.empty()) form.emplace_back("client_secret", secret);
  }
  question.body = form_text(form);
  question.seconds = kSecondsToAnswer;
  const auto answer = exchange_(question);
  if (!answer) return unavailable(answer.error().detail);
  if (answer->status >= 400 && answer->status < 500)
    return fail(ProblemCode::unauthenticated, "sign_on_refused", "The provider does not take the code back.");
  auto json = answer->status == 200 ? read_json(answer->body) : read_json("");
  if (!json || !json->is_object()) return unavailable("its answer to the code is none");
  return std::move(*json);
}

Result<Json> ProviderClient::claims_of(const std::string& token) {
  const Instant now = clock_.now();
  if (!keys_ || now - keys_->at >= kKeptFor) {
    if (auto found = find_keys(); !found) return Failure(found.error());
  }
  auto claims = signed_payload(token, keys_->set);
  if (!claims && claims.error().rule == "unknown_key" &&
      (!keys_again_ || now - *keys_again_ >= kKeysAgainAfter)) {
    keys_again_ = now;
    if (auto found = find_keys(); !found) return Failure(found.error());
    claims = signed_payload(token, keys_->set);
  }
  if (!claims && claims.error().rule == "unknown_key") return wrong_token("key");
  return claims;
}

// Providers that hold to OpenID Connect Core 1.0, 5.4 say addresses there and not in the token.
Result<std::string> ProviderClient::email_at_provider(const std::string& access_token,
                                                      const std::string& subject) const {
  const bool plain = std::all_of(access_token.begin(), access_token.end(),
                                 [](unsigned char c) { return c > 0x20 && c < 0x7F; });
  if (access_token.empty() || !plain || addresses_->userinfo.empty()) return std::string();
  const auto said = ask(addresses_->userinfo, {"Authorization: Bearer " + access_token});
  if (!said) return Failure(said.error());
  // Not of somebody else, whose access token was put in (OpenID Connect Core 1.0, 5.3.2).
  if (text_member(*said, "sub") != subject) return wrong_token("userinfo");
  return verified_email(*said);
}

Result<ProviderIdentity> ProviderClient::identity(const CodeGrant& grant) {
  if (auto found = find_addresses(); !found) return Failure(found.error());
  if ((addresses_->names_issuer || !grant.issuer.empty()) && grant.issuer != provider_.issuer)
    return wrong_token("iss");
  const auto tokens = tokens_for(grant);
  if (!tokens) return Failure(tokens.error());
  const auto claims = claims_of(text_member(*tokens, "id_token"));
  if (!claims) return Failure(claims.error());
  auto identity = check_id_token(*claims, {provider_.issuer, provider_.client_id, grant.nonce, clock_.now()});
  if (!identity) return identity;
  identity->second_factor = asked_second_factor(provider_, *claims);
  if (claims->contains("email")) return identity;
  auto email = email_at_provider(text_member(*tokens, "access_token"), identity->subject);
  if (!email) return Failure(email.error());
  identity->email = std::move(*email);
  return identity;
}

}  // namespace yellowsea::web
