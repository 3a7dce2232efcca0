#include <doctest/doctest.h>
#include <zlib.h>
#include <zstd.h>

#include <vector>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "engine/lines/blocks.hpp"
#include "engine/lines/csv.hpp"

using namespace leye;
using namespace leye::lines;

namespace {

std::string gzipped(std::string_view text) {
    z_stream s{};
    deflateInit2(&s, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(compressBound(text.size()) + 64, '\0');
    s.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data())), s.avail_in = static_cast<uInt>(text.size());
    s.next_out = reinterpret_cast<Bytef*>(out.data()), s.avail_out = static_cast<uInt>(out.size());
    deflate(&s, Z_FINISH);
    out.resize(s.total_out);
    deflateEnd(&s);
    return out;
}

std::string zstandard(std::string_view text) {
    // With a checksum, as the program zstd writes.
    std::string out(ZSTD_compressBound(text.size()) + 4, '\0');
    ZSTD_CCtx* c = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
    out.resize(ZSTD_compress2(c, out.data(), out.size(), text.data(), text.size()));
    ZSTD_freeCCtx(c);
    return out;
}

std::vector<std::vector<std::string>> table_of(std::string_view text, Encoding encoding = Encoding::utf8, size_t block_bytes = 64) {
    Blocks blocks({"", text}, encoding, block_bytes);
    Block block;
    std::vector<std::vector<std::string>> out;
    for (;;) {
        const auto more = blocks.next(block);
        REQUIRE(more);
        if (!*more) return out;
        CHECK(block.first_record == static_cast<int64_t>(out.size()) + 1);
        std::span<char> rest(block.text), record;
        while (next_record(rest, record)) {
            std::string_view fields[8];
            const size_t n = split(record, ',', fields);
            out.emplace_back(fields, fields + std::min<size_t>(n, 8));
        }
    }
}

std::string code_of(std::string_view text) {
    const auto look = look_through({"", text});
    return look ? "" : look.error().code;
}

}  // namespace

TEST_CASE("records come whole and in order, whatever the size of a block, quotes and line ends among them") {
    const std::string text = "\xef\xbb\xbf" "a, b ,\"c,1\"\r\n\"x\"\"y\",\"two\nlines\",\r\n,,\nlast,\t2\t,\"\"";
    for (const size_t bytes : {1, 2, 3, 7, 16, 1000}) {
        CAPTURE(bytes);
        const auto rows = table_of(text, Encoding::utf8, bytes);
        REQUIRE(rows.size() == 4);
        CHECK(rows[0] == std::vector<std::string>{"a", "b", "c,1"});
        CHECK(rows[1] == std::vector<std::string>{"x\"y", "two\nlines", ""});
        CHECK(rows[2] == std::vector<std::string>{"", "", ""});
        CHECK(rows[3] == std::vector<std::string>{"last", "2", ""});
    }
    CHECK(table_of("6\" pipe,2\n3,4\n").size() == 2);
}

TEST_CASE("gz and zst unpack to the same content, one behind the other too") {
    std::string text;
    for (int i = 0; i < 200'000; ++i) text += std::to_string(i * 7919) + ",张三,4500.00\n";
    const auto plain = look_through({"", text});
    REQUIRE(plain);
    CHECK(plain->lines == 200'000);
    CHECK(plain->hash == text::hex(sha256(text)));
    for (const auto& packed : {gzipped(text), zstandard(text), gzipped(text.substr(0, 999)) + gzipped(text.substr(999)), zstandard(text.substr(0, 999)) + zstandard(text.substr(999))}) {
        const auto look = look_through({"", packed});
        REQUIRE(look);
        CHECK(look->packing != Packing::none);
        CHECK(look->hash == plain->hash);
        CHECK(code_of(std::string_view(packed).substr(0, packed.size() - 5)) == "lines_cut");
        std::string damaged = packed;
        damaged[damaged.size() / 2] = static_cast<char>(~damaged[damaged.size() / 2]);
        CHECK_FALSE(look_through({"", damaged}));
    }
}

TEST_CASE("a wrong encoding is refused with its line and byte") {
    const std::string good = "姓名,数\n张三,1\n李四,2\n";
    CHECK(look_through({"", good})->encoding == Encoding::utf8);
    const auto wrong = look_through({"", good + "王\xce,3\n"});
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == "lines_bad_bytes");
    CHECK(wrong.error().details.at("line") == "4");
    CHECK(wrong.error().details.at("byte") == "4");
    const std::string national = "\xd0\xd5\xc3\xfb,\xca\xfd\n\xd5\xc5\xc8\xfd,1\n\x84\x31\xa4\x37,2\n";
    const auto look = look_through({"", national});
    REQUIRE(look);
    CHECK(look->encoding == Encoding::gb18030);
    CHECK(table_of(national, Encoding::gb18030).at(1).at(0) == "张三");
    const auto neither = look_through({"", national + "\xff\xff,3\n"});
    CHECK(neither.error().details.at("line") == "4");
    CHECK(neither.error().details.at("encoding") == "GB18030");
}

TEST_CASE("what is no text of lines is refused as such") {
    CHECK(code_of("") == "lines_empty");
    CHECK(code_of("\xef\xbb\xbf") == "lines_empty");
    CHECK(code_of("PK\3\4 and so on") == "lines_kind_unknown");
    CHECK(code_of(std::string("a,b\n\0\n", 6)) == "lines_kind_unknown");
    CHECK(code_of("\xff\xfe" "a\0") == "lines_kind_unknown");
    CHECK(code_of("a,b\n1,\"2\n3,4\n") == "lines_quote_open");
    CHECK(look_through({"", "a,b\n1,\"2\n3,4\n"}).error().details.at("line") == "2");
    CHECK(code_of(std::string(3 << 20, 'x')) == "lines_too_long");
}
