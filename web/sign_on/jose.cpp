#include "web/sign_on/jose.hpp"

#include <cjose/cjose.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "engine/base/hash.hpp"
#include "engine/base/json_members.hpp"
#include "engine/base/json_read.hpp"
#include "engine/base/text.hpp"

namespace yellowsea::web {
namespace {

constexpr std::size_t kMostKeys = 20;          // of a set that are tried
constexpr std::size_t kShortestModulus = 256;  // bytes of an RSA key: 2048 bits

Failure bad(const std::string& why) {
  return fail(ProblemCode::unauthenticated, "sign_on_token", "The provider's token: " + why);
}

struct Head {
  std::string algorithm;
  std::string key_id;
};

Result<Head> read_head(const std::string& token) {
  const auto parts = split(token, '.');
  if (token.size() > kLongestToken || parts.size() != 3) return bad("no signed token");
  const auto text = from_base64url(parts[0]);
  const auto json = text ? read_json(*text) : read_json("");
  if (!json || !json->is_object()) return bad("unreadable head");
  // Extensions that have to be understood, and we understand none (RFC 7515, 4.1.11).
  if (json->contains("crit")) return bad("unknown extensions");
  Head head{text_member(*json, "alg"), text_member(*json, "kid")};
  if (head.algorithm != "RS256" && head.algorithm != "PS256" && head.algorithm != "ES256")
    return bad("signed by '" + head.algorithm + "', which does not count");
  return head;
}

bool may_have_signed(const Json& key, const Head& head) {
  if (!key.is_object()) return false;
  if (const std::string use = text_member(key, "use"); !use.empty() && use != "sig") return false;
  if (const std::string alg = text_member(key, "alg"); !alg.empty() && alg != head.algorithm) return false;
  if (!head.key_id.empty() && text_member(key, "kid") != head.key_id) return false;
  if (head.algorithm == "ES256") return text_member(key, "kty") == "EC" && text_member(key, "crv") == "P-256";
  const auto modulus = from_base64url(text_member(key, "n"));
  return text_member(key, "kty") == "RSA" && modulus && modulus->size() >= kShortestModulus;
}

using Jws = std::unique_ptr<cjose_jws_t, decltype(&cjose_jws_release)>;
using Jwk = std::unique_ptr<cjose_jwk_t, decltype(&cjose_jwk_release)>;

bool verifies(const std::string& token, const Json& key, std::string& payload) {
  // Imported anew for each key: a failed verification leaves the object in no promised state.
  const Jws jws(cjose_jws_import(token.data(), token.size(), nullptr), cjose_jws_release);
  const std::string text = to_text(key);
  const Jwk jwk(cjose_jwk_import(text.data(), text.size(), nullptr), cjose_jwk_release);
  if (jws == nullptr || jwk == nullptr || !cjose_jws_verify(jws.get(), jwk.get(), nullptr)) return false;
  std::uint8_t* bytes = nullptr;  // the object's own
  std::size_t size = 0;
  if (!cjose_jws_get_plaintext(jws.get(), &bytes, &size, nullptr)) return false;
  payload.assign(reinterpret_cast<const char*>(bytes), size);
  return true;
}

}  // namespace

Result<Json> signed_payload(const std::string& token, const Json& key_set) {
  const auto head = read_head(token);
  if (!head) return Failure(head.error());
  const Json keys = list_member(key_set, "keys");
  std::vector<Json> candidates;
  std::copy_if(keys.begin(), keys.end(), std::back_inserter(candidates),
               [&](const Json& key) { return may_have_signed(key, *head); });
  if (candidates.empty())
    return fail(ProblemCode::unauthenticated, "unknown_key", "No key of the provider can have signed this.");
  candidates.resize(std::min(candidates.size(), kMostKeys));
  std::string payload;
  for (const Json& key : candidates) {
    if (!verifies(token, key, payload)) continue;
    auto json = read_json(payload);
    if (!json || !json->is_object()) return bad("unreadable contents");
    return std::move(*json);
  }
  return bad("not signed by the provider");
}

}  // namespace yellowsea::web
