// The one place where the non-template parts of Asio and Beast are compiled (separate compilation is switched
// on for everybody who links yellowsea_http): every other source that uses them costs a third less to build.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
