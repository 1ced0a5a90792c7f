// Files: taking them in as they come, giving them out in pieces. I/O thread, but for what waits for the
// writer.
#pragma once

#include <memory>
#include <optional>

#include "web/routes/api.hpp"

namespace yellowsea::web {

// How many uploads are on their way, and whose. Owned by the Api; sinks keep what they need of it alive.
class Uploads;
std::shared_ptr<Uploads> make_uploads();

// POST /api/v1/attachments?name=…: who may upload is asked before the first byte is taken. Otherwise an empty
// plan.
BodyPlan plan_attachment(const ApiParts& parts, const std::shared_ptr<Uploads>& uploads,
                         const Request& request);
// The same request once its body is there; false if the path is another. Answers through call.reply.
bool write_attachment(const ApiParts& parts, Call& call);
// GET /api/v1/attachments/SHA256: what a file that the caller has uploaded is called, for a form that was
// begun in another window; nullopt if the path is another.
std::optional<Response> read_upload(const ApiParts& parts, const Call& call);
// GET /api/v1/KIND/ID/attachments/SHA256 of an item that the caller may read; nullopt if the path is another.
std::optional<Response> read_attachment(const ApiParts& parts, const machine::Item& item, const Call& call);

}  // namespace yellowsea::web
