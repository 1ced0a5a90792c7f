// The pages of the web interface: HTML shells, which hold no data and are the same for everybody, and the
// scripts and styles they name. Owned by nobody, holds no state; any thread may call it.
//
//   /                      302 to the language that the browser prefers
//   /LANGUAGE/             the start page; /LANGUAGE/NAME a page of its own (sign-in, register, …)
//   /LANGUAGE/KIND[/ID[/EVENT]]  list, item and event form of any kind; /LANGUAGE/KIND/new its opening form
//   /register[/ID]         the public register without a language, answered in the preferred one
//   /survey[/CODE]         likewise what a business opens: its address is short enough to be printed
//   /assets/NAME-HASH.EXT  never changes under its name, so it may be kept for ever
//
// No item is looked up here: a shell of an unknown id is 200, and the script says that there is no such item.
// That of a kind that there is not is 404, with the same shell.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/server/http.hpp"

namespace yellowsea::web {

// The policy of every page; the server may send it with other answers too.
std::string_view content_security_policy();

// Of the four languages the one that Accept-Language weighs highest; English if it names none of them.
std::string_view preferred_language(std::string_view accept_language);

// Whether Accept-Encoding names that coding, in small letters, and does not weigh it with 0.
bool accepts_coding(std::string_view accept_encoding, std::string_view name);

// What an installation has of them.
struct PagesHere {
  std::vector<std::string> hidden{};  // names of pages that it lacks; a kind may have them as its own
  std::function<bool(const std::string&)> has_kind{};  // whether a kind has that path; empty: any may
};

// nullopt if the path is neither a page nor an asset.
std::optional<Response> serve_page(const Request& request, const PagesHere& here = {});

}  // namespace yellowsea::web
