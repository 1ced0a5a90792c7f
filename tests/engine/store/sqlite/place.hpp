// A folder that is there for one test.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

#include "engine/store/sqlite/open.hpp"
#include "tests/engine/store/contract.hpp"

namespace yellowsea::store {

class Place {
 public:
  Place() {
    std::string name = (std::filesystem::temp_directory_path() / "yellowsea-store-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder for the test");
    folder_ = name;
  }
  ~Place() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  const std::string& folder() const { return folder_; }
  std::string file(const std::string& name = "store.db") const { return folder_ + "/" + name; }

 private:
  std::string folder_;
};

inline contract::OpenedStore open_in_new_place() {
  auto place = std::make_shared<Place>();
  auto store = open_sqlite(place->file());
  if (!store) throw std::runtime_error(store.error().detail);
  return {place, std::move(*store)};
}

}  // namespace yellowsea::store
