#include "engine/machine/event.hpp"

namespace yellowsea::machine {

Item evolve(Item item, const Event& event) {
  item.version = event.version;
  item.updated_at = event.at;
  if (event.version == 1) item.created_at = event.at;
  for (const auto& [name, value] : event.change.fields.items()) {
    if (value.is_null()) {
      item.fields.erase(name);
    } else {
      item.fields[name] = value;
    }
  }
  for (const auto& [name, elements] : event.change.appended.items()) {
    Json& list = item.fields[name];
    if (!list.is_array()) list = Json::array();
    list.insert(list.end(), elements.begin(), elements.end());
  }
  restore_snapshot(item, event.change.machine);
  return item;
}

}  // namespace yellowsea::machine
