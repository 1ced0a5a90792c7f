// The pack that is built into the program: ACTION's workflows and configuration.
#pragma once

#include "engine/service/pack.hpp"

namespace yellowsea::web {

PackFiles builtin_pack();

}  // namespace yellowsea::web
