#include "engine/lines/blocks.hpp"

#include <algorithm>
#include <cstring>

#include "base/text.hpp"
#include "engine/lines/csv.hpp"

namespace leye::lines {
namespace {

/// The whole records at the beginning of a text.
struct Whole {
    size_t bytes = 0;
    int64_t records = 0;
};

Whole whole_records(std::string_view text) {
    Whole out;
    if (!std::memchr(text.data(), '"', text.size())) {
        if (const size_t end = text.rfind('\n'); end != text.npos) out = {end + 1, std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end) + 1, '\n')};
        return out;
    }
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); (at = record_end(at, end)); ++out.records) out.bytes = static_cast<size_t>(++at - text.data());
    return out;
}

}  // namespace

Blocks::Blocks(const Origin& origin, Encoding encoding, size_t bytes) : bytes_(origin), encoding_(encoding), block_bytes_(bytes) {}

// Reads until there is a block's worth; false at the end.
Result<bool> Blocks::fill() {
    while ((!begun_ || rest_.size() < block_bytes_) && !ended_) {
        const size_t had = rest_.size();
        rest_.resize(had + block_bytes_);
        const auto got = bytes_.read(rest_.data() + had, block_bytes_);
        if (!got) return tl::unexpected(got.error());
        rest_.resize(had + *got);
        ended_ = *got == 0;
        if (begun_ || (rest_.size() < 3 && !ended_)) continue;
        if (rest_.starts_with("\xef\xbb\xbf")) rest_.erase(0, 3);
        begun_ = true;
    }
    return !rest_.empty();
}

Result<bool> Blocks::next(Block& out) {
    const size_t wanted = block_bytes_;
    for (;;) {
        const auto more = fill();
        if (!more) return more;
        if (!*more) return false;
        Whole whole = whole_records(rest_);
        if (ended_ && whole.bytes < rest_.size()) {
            const std::string_view last = std::string_view(rest_).substr(whole.bytes);
            // What is left has no line end, or only such as stand in a quote.
            const std::string closed = std::string(last) + '\n';
            if (!record_end(closed.data(), closed.data() + closed.size()))
                return refuse("lines_quote_open", {}, {{"line", std::to_string(record_ + whole.records)}});
            whole = {rest_.size(), whole.records + 1};
        }
        if (whole.bytes == 0) {
            if (rest_.size() > record_bytes_max) return refuse("lines_too_long", {}, {{"line", std::to_string(record_)}});
            block_bytes_ *= 2;
            continue;
        }
        block_bytes_ = wanted;
        out.first_record = record_;
        out.text.assign(rest_, 0, whole.bytes);
        rest_.erase(0, whole.bytes);
        out.records = whole.records;
        record_ += whole.records;
        break;
    }
    if (encoding_ == Encoding::gb18030) {
        auto decoded = text::of_gb18030(out.text);
        if (!decoded) {
            int64_t line = out.first_record;
            for (const auto each : text::split(out.text, '\n')) {
                if (!text::of_gb18030(each)) break;
                ++line;
            }
            return refuse("lines_bad_bytes", {}, {{"line", std::to_string(line)}, {"byte", "1"}, {"encoding", "GB18030"}});
        }
        out.text = std::move(*decoded);
    }
    return true;
}

}  // namespace leye::lines
