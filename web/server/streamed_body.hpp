// The Body (as Beast calls it) of requests: what comes goes into a string, or to a sink that keeps none of it
// in memory. I/O thread only.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/optional/optional.hpp>
#include <boost/system/errc.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "web/server/http.hpp"

namespace yellowsea::web {

struct StreamedBody {
  struct value_type {
    std::string text;
    BodySink* sink = nullptr;  // if set, `text` stays empty
  };

  class reader {
   public:
    template <class Header>
    reader(Header&, value_type& body) : body_(body) {}

    // The announced length is somebody else's word: nothing is reserved for it.
    void init(const boost::optional<std::uint64_t>&, boost::system::error_code& error) { error = {}; }

    // Errors: operation_canceled, when the sink wants no more.
    template <class Buffers>
    std::size_t put(const Buffers& buffers, boost::system::error_code& error) {
      error = {};
      std::size_t taken = 0;
      const auto end = boost::asio::buffer_sequence_end(buffers);
      for (auto at = boost::asio::buffer_sequence_begin(buffers); at != end; ++at) {
        const boost::asio::const_buffer buffer(*at);
        const std::string_view bytes(static_cast<const char*>(buffer.data()), buffer.size());
        if (body_.sink == nullptr) {
          body_.text.append(bytes);
        } else if (!body_.sink->take(bytes)) {
          error = make_error_code(boost::system::errc::operation_canceled);
          return taken;
        }
        taken += bytes.size();
      }
      return taken;
    }

    void finish(boost::system::error_code& error) { error = {}; }

   private:
    value_type& body_;
  };
};

}  // namespace yellowsea::web
