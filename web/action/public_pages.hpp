// The public pages that work without JavaScript: the register's list with its search, filters and pages in
// the address, one commitment under its permanent address, the memoranda and one memorandum with its annex.
// Written from the API's answers to the public, in four languages. The thread that owns the session.
#pragma once

#include "web/action/public_page.hpp"

namespace yellowsea::web {

// GET [/LANGUAGE]/register[/ID], /LANGUAGE/memorandum[/ID]; nullopt if the path is none of them, or the pack
// has no register.
std::optional<Response> read_public_pages(const ApiParts& parts, StoreRepository& repository,
                                          const Call& call);

// What both know: the pack's kinds and this request.
struct PublicRequest {
  const ApiParts& parts;
  StoreRepository& repository;
  const Call& call;
  const PublicAddress& address;
  const PublicWords& words;
};

PublicPage register_list(const PublicRequest& request);
PublicPage register_entry(const PublicRequest& request);
PublicPage memorandum_list(const PublicRequest& request);
PublicPage memorandum_document(const PublicRequest& request);

// What stands in the place of an entry that there is not, or that the public may not know of.
PublicPage unknown_entry(const PublicWords& words);
// Atom, CSV and JSON, for programs that find them by the page: <link rel="alternate">.
html::Markup alternate_links(const PublicWords& words);

}  // namespace yellowsea::web
