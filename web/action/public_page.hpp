// What all public pages share that are written on the server: asking the API as the public does, and the
// frame around the content. The content stands beside the live page's root: where scripts run it is not shown
// and is removed at once, so that nothing that somebody types is replaced under their hands; where none run
// it is everything. The thread that owns the session.
#pragma once

#include <string>
#include <vector>

#include "web/action/public_words.hpp"
#include "web/html/html.hpp"
#include "web/routes/api.hpp"

namespace yellowsea::web {

using Query = std::vector<std::pair<std::string, std::string>>;

struct ApiAnswer {
  int status = 200;
  Json body;
};

// GET of /api/v1/SEGMENTS as somebody who has not signed in.
ApiAnswer ask(const ApiParts& parts, StoreRepository& repository, const Call& call,
              const std::vector<std::string>& segments, Query query = {});
// Every page of a list, up to `most` items.
std::vector<Json> ask_all(const ApiParts& parts, StoreRepository& repository, const Call& call,
                          const std::string& path, Query query, std::size_t most = 2'000);

// Where a public page is asked for: "register", "/en/register/ID", "/ja/memorandum/ID".
struct PublicAddress {
  std::string language;
  bool language_given = false;
  std::string page;
  std::string id;  // "" for the list
};
std::optional<PublicAddress> public_address(const Call& call);

struct PublicPage {
  int status = 200;
  std::string title;
  html::Markup head;     // <link rel="alternate"> and the like
  html::Markup content;  // of <main>
};
// The shell of the page with that content. nullopt if the front end has no such shell.
std::optional<Response> respond_with(const ApiParts& parts, const Call& call, const PublicAddress& address,
                                     const PublicWords& words, const PublicPage& page);

// "https://host", as the request was made.
std::string origin_of(const Request& request);
// The answer with an ETag, or 304 if the client has it.
Response with_etag(const Request& request, Response response);

}  // namespace yellowsea::web
