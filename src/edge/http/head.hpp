#pragma once
#include <array>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace leye::http {

/// The head of one request as views into the bytes it was read from, by Beast's parser and without an allocation;
/// a chunked body is collected too. Inside the transport only.
class HeadParser : public boost::beast::http::basic_parser<true> {
  public:
    struct Line {
        boost::beast::http::field known;
        std::string_view name, value;
    };
    static constexpr size_t lines_max = 100;

    HeadParser(size_t header_max, size_t body_max) : body_max_(body_max) {
        header_limit(static_cast<uint32_t>(header_max));
        body_limit(boost::none);
    }

    std::string_view method, target;
    int version = 0;  ///< 11 is HTTP/1.1
    std::array<Line, lines_max> lines;
    size_t line_count = 0;
    std::string body;  ///< of a chunked request
    bool body_too_large = false;

    /// The value of the header, and how often it occurs.
    std::string_view find(boost::beast::http::field known, int& count) const {
        std::string_view out;
        count = 0;
        for (size_t i = 0; i < line_count; ++i)
            if (lines[i].known == known && ++count == 1) out = lines[i].value;
        return out;
    }

  private:
    using View = boost::beast::string_view;
    using Error = boost::beast::error_code;

    void on_request_impl(boost::beast::http::verb, View name, View path, int http_version, Error&) override {
        version = http_version;
        method = {name.data(), name.size()};
        target = {path.data(), path.size()};
    }
    void on_response_impl(int, View, int, Error&) override {}
    void on_field_impl(boost::beast::http::field known, View name, View value, Error& failed) override {
        if (in_body_) return;  // trailers say nothing to us
        if (line_count == lines_max) {
            failed = boost::beast::http::error::header_limit;
            return;
        }
        lines[line_count++] = {known, {name.data(), name.size()}, {value.data(), value.size()}};
    }
    void on_header_impl(Error&) override { in_body_ = true; }
    void on_body_init_impl(const boost::optional<uint64_t>&, Error&) override {}
    size_t on_body_impl(View, Error&) override { return 0; }
    void on_chunk_header_impl(uint64_t size, View, Error& failed) override {
        if (size > body_max_ - body.size()) refuse_body(failed);
    }
    size_t on_chunk_body_impl(uint64_t, View bytes, Error& failed) override {
        if (bytes.size() > body_max_ - body.size()) {
            refuse_body(failed);
            return 0;
        }
        body.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    void on_finish_impl(Error&) override {}

    void refuse_body(Error& failed) {
        body_too_large = true;
        failed = boost::beast::http::error::body_limit;
    }

    size_t body_max_;
    bool in_body_ = false;
};

}  // namespace leye::http
