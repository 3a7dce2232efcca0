// Lines of any file: what the first look lets pass is read whole, in order and in UTF-8, whatever the size of a block.
#include <string>
#include <vector>

#include "base/text.hpp"
#include "engine/lines/blocks.hpp"
#include "engine/lines/csv.hpp"
#include "tests/fuzz/plain.hpp"

using namespace leye;

namespace {

std::vector<std::string> records_of(std::string_view bytes, lines::Encoding encoding, size_t block_bytes) {
    lines::Blocks blocks({"", bytes}, encoding, block_bytes);
    lines::Block block;
    std::vector<std::string> out;
    for (;;) {
        const auto more = blocks.next(block);
        fuzz::must(more.has_value(), "what was looked through is read");
        if (!*more) return out;
        fuzz::must(text::is_utf8(block.text), "a block is UTF-8");
        fuzz::must(block.first_record == static_cast<int64_t>(out.size()) + 1, "blocks follow each other");
        std::span<char> rest(block.text), record;
        while (lines::next_record(rest, record)) {
            out.emplace_back(record.data(), record.size());
            std::string_view fields[4];
            fuzz::must(lines::split(record, ',', fields) > 0, "a record has a field");
        }
        fuzz::must(static_cast<int64_t>(out.size()) == block.first_record - 1 + block.records, "a block says how many records it has");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto look = lines::look_through({"", bytes});
    if (!look) {
        fuzz::must(look.error().code.starts_with("lines_"), "a refusal has a code", look.error().code);
        return 0;
    }
    fuzz::must(records_of(bytes, look->encoding, 16) == records_of(bytes, look->encoding, 4096), "the size of a block changes nothing");
    return 0;
}
