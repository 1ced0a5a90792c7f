// Whether data name organisations that there are: properties whose schema says `x-widget: organisation` or
// `organisations` must hold ids of the pack's organisations. Pure; any thread.
#pragma once

#include <vector>

#include "engine/service/pack.hpp"

namespace yellowsea {

// Every wrong place, rule "unknown_organisation". A pack without organisations has nothing to check.
std::vector<FieldError> check_references(const Json& schema, const Json& data, const Pack& pack);

// The schema that data of an event (of `open`: its own, or the fields') must fit; null if they are free.
const Json& data_schema(const machine::Definition& definition, const std::string& type);

}  // namespace yellowsea
