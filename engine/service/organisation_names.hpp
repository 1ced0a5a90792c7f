// The names of organisations: in every language, and what else they are called. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/service/pack.hpp"

namespace yellowsea {

// Its names in all languages and its other names; none if the pack has no such organisation.
std::vector<std::string> names_of(const Pack& pack, const std::string& organisation);
// The organisation with that id, or the only one with that name, whatever its width and case. nullopt if
// there is none.
std::optional<std::string> organisation_called(const Pack& pack, std::string_view name);
// Whether a field holds one organisation or several, by the schema's `x-widget`.
bool names_organisations(const Json& schema_properties, const std::string& field);
// What a filter by this field asks for: an organisation's id where a name of it was given, else the text
// itself.
std::string filter_value(const Pack& pack, const std::string& kind, const std::string& field,
                         const std::string& text);

}  // namespace yellowsea
