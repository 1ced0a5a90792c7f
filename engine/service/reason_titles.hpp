// What roles, organisations, states, fields and values are called in a reason's sentence. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/service/audience.hpp"
#include "engine/service/reason_texts.hpp"
#include "engine/service/reason_view.hpp"

namespace yellowsea {

class ReasonTitles {
 public:
  // Keeps the reference.
  explicit ReasonTitles(const ReasonReader& reader) : reader_(reader) {}

  std::string role(const std::string& id) const;
  std::string roles(const std::vector<std::string>& ids) const;
  // As what `part` names, if the organisation is called otherwise there: in that field, or in that role.
  std::string organisation(const std::string& id, const std::string& part = "") const;
  std::string kind(const std::string& id) const;
  // A state with the states around it, in quotation marks.
  std::string state(const machine::Definition& definition, const std::string& path) const;
  std::string states(const machine::Definition& definition, const std::vector<std::string>& paths) const;
  // The item's active states in the regions in which `states` are.
  std::string current(const std::vector<machine::StateIndex>& states) const;
  // States that a condition asks for, by name or by tag; "" if it names none.
  std::string states_of(const machine::Definition& definition,
                        const std::optional<machine::Condition>& condition) const;
  std::string states_out_of(const machine::Definition& definition,
                            const std::optional<machine::Condition>& condition) const;
  // A path of the item, of the event's data or of the actor, in quotation marks if it has a title.
  std::string field(const std::string& path) const;
  // The name of a path's field: "shop" of "/fields/shop/0".
  static std::string field_name(const std::string& path);
  std::string value(const std::string& path, const Json& value) const;
  bool has_value(const std::string& path) const;
  // Whether the caller sees the field that the path is in.
  bool may_see(const std::string& path) const;

 private:
  const Json* schema_of(const std::string& path) const;

  const ReasonReader& reader_;
};

}  // namespace yellowsea
