#include "services/determination/first_record.hpp"

#include "engine/lines/blocks.hpp"
#include "engine/lines/csv.hpp"

namespace leye::determination {

Result<std::string> first_record_of(const lines::Origin& origin, lines::Encoding encoding) {
    lines::Blocks blocks(origin, encoding, 4096);
    lines::Block block;
    const auto more = blocks.next(block);
    if (!more) return tl::unexpected(more.error());
    std::span<char> rest(block.text), record;
    if (!*more || !lines::next_record(rest, record)) return refuse("lines_empty");
    return std::string(record.data(), record.size());
}

}  // namespace leye::determination
