// The texts of the demonstration, built into the program: the sample survey and config/demo/*.csv by their
// names.
#pragma once

#include "engine/service/pack.hpp"

namespace yellowsea::web {

PackFiles demo_files();

}  // namespace yellowsea::web
