// Speaks to one OpenID provider: finds its addresses and keys (OpenID Connect Discovery 1.0), and turns the
// code that somebody came back with into who they are. Blocks while it asks; one thread, that of SignOn's
// queue for this provider.
//
// Addresses and keys are kept for an hour. Keys are asked for again when a token names one that we don't
// know, at most once a minute, so that a provider may change them at any time and nobody can make us ask
// without end.
#pragma once

#include <optional>
#include <string>

#include "engine/base/http_exchange.hpp"
#include "engine/calendar/clock.hpp"
#include "web/sign_on/id_token.hpp"
#include "web/sign_on/provider.hpp"

namespace yellowsea::web {

struct CodeGrant {
  std::string code;
  std::string verifier;
  std::string redirect_uri;
  std::string nonce;
  std::string issuer{};  // that the browser brought along (RFC 9207), "" if none
};

class ProviderClient {
 public:
  ProviderClient(const Provider& provider, HttpExchange exchange, const Clock& clock)
      : provider_(provider), exchange_(std::move(exchange)), clock_(clock) {}

  // Where a browser is sent to. Errors: unavailable (sign_on_unavailable).
  Result<std::string> address(const std::string& state, const std::string& nonce, const std::string& verifier,
                              const std::string& redirect_uri, const std::string& language);
  // Errors: unavailable (sign_on_unavailable), unauthenticated (sign_on_refused: the provider takes the code
  // back; sign_on_token: what it says does not count).
  Result<ProviderIdentity> identity(const CodeGrant& grant);

 private:
  struct Addresses {
    std::string authorization;
    std::string token;
    std::string keys;
    std::string userinfo;  // "" if there is none
    bool basic = true;     // how the client's secret is sent
    bool names_issuer = false;
    Instant at{};
  };
  struct Keys {
    Json set;
    Instant at{};
  };

  Result<Json> ask(const std::string& url, std::vector<std::string> headers = {}) const;
  Result<void> find_addresses();
  Result<void> find_keys();
  Result<Json> tokens_for(const CodeGrant& grant) const;
  Result<Json> claims_of(const std::string& token);
  Result<std::string> email_at_provider(const std::string& access_token, const std::string& subject) const;

  const Provider& provider_;
  HttpExchange exchange_;
  const Clock& clock_;
  std::optional<Addresses> addresses_;
  std::optional<Keys> keys_;
  std::optional<Instant> keys_again_;  // when a token with an unknown key last made us ask
};

}  // namespace yellowsea::web
