// Who vouches for people from outside: an OpenID provider, as the configuration's "sign_on" names it. A plain
// value; any thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/base/result.hpp"

namespace yellowsea::web {

struct Provider {
  std::string id;               // in addresses
  Json title = Json::object();  // by language, for the button
  std::string issuer;           // exactly as its tokens say it
  std::string client_id;        // what it knows this installation as
  std::string client_secret{};  // "": a public client, which PKCE alone protects
  // How it says that it has asked for a second factor itself: always, or by one of these in its token's `amr`
  // or `acr` (OpenID Connect Core 1.0, 2). Otherwise this installation asks for its own.
  bool always_second_factor = false;
  std::vector<std::string> amr{};
  std::vector<std::string> acr{};
};

inline constexpr std::size_t kMostProviders = 20;

// `read_secret` gives the contents of a file. Errors: malformed (configuration), and what read_secret says.
Result<std::vector<Provider>> read_providers(
    const Json& settings, const std::function<Result<std::string>(const std::string& file)>& read_secret);

// Whether the provider is believed to have asked whom this token is about for a second factor.
bool asked_second_factor(const Provider& provider, const Json& claims);

// Whether secrets may be sent there: https, or this machine itself.
bool is_safe_address(const std::string& url);

// [{"id", "title"}], for pages.
Json providers_json(const std::vector<Provider>& providers);

}  // namespace yellowsea::web
