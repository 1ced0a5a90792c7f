#include "web/action/public_pages.hpp"

#include "web/action/pages.hpp"

namespace yellowsea::web {

using html::Address;
using html::element;
using html::void_element;

PublicPage unknown_entry(const PublicWords& words) {
  const std::string title = words.say()("register.unknown");
  return {404, title, {}, element("h1", {{"class", "govuk-heading-l"}}, title)};
}

html::Markup alternate_links(const PublicWords& words) {
  const auto link = [&](const char* type, const Address& address, const std::string& title) {
    return void_element("link", {{"rel", "alternate"}, {"type", type}, {"href", address}, {"title", title}});
  };
  const Texts& say = words.say();
  return {link("application/atom+xml",
               Address::here({"feeds", "commitments.atom"}, {{"lang", words.language()}}), say("data.feed")),
          link("text/csv", Address::here({"data", "register.csv"}), say("data.csv")),
          link("application/json", Address::here({"data", "register.json"}), say("data.json"))};
}

std::optional<Response> read_public_pages(const ApiParts& parts, StoreRepository& repository,
                                          const Call& call) {
  const auto address = public_address(call);
  if (!address) return std::nullopt;
  const bool is_register = address->page == "register";
  // Without a language only the register is asked for.
  if (!is_register && !(address->page == "memorandum" && address->language_given)) return std::nullopt;
  if (parts.pack.definition("commitment") == nullptr || parts.pack.definition("memorandum") == nullptr)
    return std::nullopt;
  for (const std::string& hidden : parts.options.hidden_pages) {
    if (hidden == address->page) return std::nullopt;
  }
  const PublicWords words(parts.pack, address->language);
  const PublicRequest request{parts, repository, call, *address, words};
  if (is_register) {
    return respond_with(parts, call, *address, words,
                        address->id.empty() ? register_list(request) : register_entry(request));
  }
  return respond_with(parts, call, *address, words,
                      address->id.empty() ? memorandum_list(request) : memorandum_document(request));
}

}  // namespace yellowsea::web
