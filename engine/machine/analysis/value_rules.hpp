// The types of paths and parameters: one walk over all guards and actions.
#pragma once

#include "engine/machine/analysis/rules.hpp"
#include "engine/machine/analysis/value_types.hpp"

namespace yellowsea::machine {

class ValueRules {
 public:
  ValueRules(const Analysed& analysed, Findings& findings) : analysed_(analysed), findings_(findings) {}
  void check();

 private:
  // The path's type; says so if it leads to nothing.
  ValueType path(const PathScope& scope, const std::string& text, const std::string& pointer);
  void want(ValueType type, const std::vector<std::string>& json_types, const std::string& pointer,
            const std::string& sentence);
  void want_time(ValueType type, const std::string& pointer, const std::string& sentence);
  void want_value(ValueType type, const Json& value, const std::string& pointer,
                  const std::string& consequence);

  // An error if the types have nothing in common, a warning if only their forms or values have not.
  void mismatch(ValueType left, ValueType right, const std::string& pointer, const std::string& consequence);

  void guard(const Guard& guard, const std::string& pointer, const PathScope& scope);
  void comparison(const Guard& guard, const std::string& params, const PathScope& scope, ValueType left,
                  const std::string& what);
  void selection(const Selection& selection, const std::string& pointer, const PathScope& scope);
  void condition(const Condition& condition, const std::string& pointer, const PathScope& scope,
                 const std::string& kind);

  void action(const Action& action, const std::string& pointer, const PathScope& scope);
  void write_field(const Action& action, const std::string& params, const PathScope& scope);
  void into_list(const Action& action, const std::string& params, const PathScope& scope, ValueType list);
  void record(const Json& sources, const std::string& pointer, const PathScope& scope, ValueType target,
              const std::string& of_what);
  void make(const Action& action, const std::string& params, const PathScope& scope);
  void send(const Action& action, const std::string& params, const PathScope& scope);
  void notify(const Action& action, const std::string& params, const PathScope& scope);
  void assignable(ValueType target, ValueType source, const std::string& pointer);
  PathScope for_each(const Action& action, const std::string& params, const PathScope& scope);
  void head();

  const Analysed& analysed_;
  Findings& findings_;
};

}  // namespace yellowsea::machine
