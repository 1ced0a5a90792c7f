// Fields and histories of items as markup, by their schemas. Pure; any thread.
#pragma once

#include <set>
#include <string>

#include "web/action/public_words.hpp"

namespace yellowsea::web {

// One value by its schema, also when the schema says little.
html::Markup value_markup(const PublicWords& words, const Json& value, const Json& schema, const Json& item,
                          const std::string& name = "");
// The item's fields as a list of names and values, in the schema's order, without those in `told`.
html::Markup fields_markup(const PublicWords& words, const machine::Definition& definition, const Json& item,
                           const std::set<std::string>& told);
// What happened, the latest first, with times at the place of `zone`.
html::Markup history_markup(const PublicWords& words, const machine::Definition& definition, const Json& item,
                            const Json& entries, const Zone& zone);
// The active states, each as a tag.
html::Markup state_tags(const PublicWords& words, const machine::Definition& definition, const Json& item);

// The schema of a field; an empty object if there is none.
Json field_schema(const machine::Definition& definition, const std::string& name);

}  // namespace yellowsea::web
