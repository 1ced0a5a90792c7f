// The picture of an item's workflow with its active states lit, and the same in words, for whoever may read
// the item: GET /api/v1/KIND/ID/picture (SVG) and GET /api/v1/KIND/ID/picture/words (JSON), both with
// ?language=en|ja|zh|ko. Drawn from the definition that the item is pinned to.
#pragma once

#include "web/graph/picture_maker.hpp"
#include "web/routes/api.hpp"

namespace yellowsea::web {

// False if the path is neither. Answers through call.reply, at once or from the maker's thread; the words
// also when no picture can be made. On the I/O thread.
bool answer_picture(const ApiParts& parts, PictureMaker& pictures, StoreRepository& repository, Call& call);

}  // namespace yellowsea::web
