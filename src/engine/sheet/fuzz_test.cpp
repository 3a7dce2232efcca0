#include <doctest/doctest.h>

#include <random>

#include "base/text.hpp"
#include "engine/sheet/table.hpp"
#include "engine/sheet/test/parts.hpp"

using namespace leye;
using namespace leye::sheet;
using test::read_all;

namespace {

// The same seed on each run: a failure repeats.
class Dice {
  public:
    size_t below(size_t n) { return n ? engine_() % n : 0; }
    template <size_t N>
    const char* one_of(const char* const (&options)[N]) {
        return options[below(N)];
    }

  private:
    std::mt19937_64 engine_{20261123};
};

// Changes a few places of `bytes`: a bit, a cut, a doubled stretch, or one of the tokens that matter.
template <size_t N>
std::string changed(std::string bytes, Dice& dice, const char* const (&tokens)[N]) {
    for (size_t n = 1 + dice.below(4); n > 0; --n) {
        const size_t at = dice.below(bytes.size() + 1);
        switch (dice.below(5)) {
            case 0:
                if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << dice.below(8)));
                break;
            case 1:
                bytes.erase(at, dice.below(20));
                break;
            case 2:
                bytes.insert(at, bytes.substr(dice.below(bytes.size() + 1), dice.below(200)));
                break;
            case 3:
                bytes.resize(at);
                break;
            default:
                bytes.insert(at, dice.one_of(tokens));
        }
    }
    return bytes;
}

// Whatever the bytes are, what is read keeps the promises of Row, and each refusal has a code.
void check_promises(const std::string& bytes, const char* name) {
    const auto all = read_all(bytes, name);
    int before = 0;
    for (const auto& row : all.rows) {
        REQUIRE(row.number > before);
        before = row.number;
        REQUIRE(row.number <= rows_max);
        REQUIRE(!row.cells.empty());
        REQUIRE(!row.cells.back().empty());
        REQUIRE(row.cells.size() <= static_cast<size_t>(columns_max));
        for (const auto& cell : row.cells) {
            REQUIRE(text::is_utf8(cell));
            REQUIRE(text::length(cell) <= cell_length_max);
        }
    }
    for (const auto& refusal : all.refusals) REQUIRE(refusal.code.starts_with("sheet_"));
}

constexpr const char* csv_tokens[] = {"\"",           "\"\"",     ",",           ";",
                                      "\t",           "\r",       "\n",          "\r\n",
                                      "\xef\xbb\xbf", "\xff\xfe", "\xff",        "\x81\x30\x81\x30",
                                      "\xb0\xa1",     "𠮷",       "'=",          "=1",
                                      "sep=;",        " ",        "\xe3\x80\x80"};
constexpr const char* xml_tokens[] = {"<",
                                      ">",
                                      "/>",
                                      "</c>",
                                      "<row>",
                                      "</row>",
                                      "<c>",
                                      "<v>",
                                      "</v>",
                                      "&amp;",
                                      "&#x20BB7;",
                                      "&#0;",
                                      "&bad;",
                                      "\"",
                                      "'",
                                      "<!--",
                                      "-->",
                                      "<![CDATA[",
                                      "]]>",
                                      "<!DOCTYPE a>",
                                      "<?x?>",
                                      "t=\"s\"",
                                      "t=\"d\"",
                                      "s=\"3\"",
                                      "r=\"ZZ9\"",
                                      "1E308",
                                      "-1",
                                      "_x000D_",
                                      "<mergeCell ref=\"A1\"/>",
                                      "</sheetData>",
                                      "\xff"};

}  // namespace

TEST_CASE("no change to a CSV file breaks the reader's promises") {
    Dice dice;
    const std::string start =
        "姓名,证件,备注\r\n𠮷田,379914199308208159,\"甲,\"\"乙\"\"\n丙\"\r\n买买提·艾力,1,'=1\r\n,,\r\nx;"
        "y\tz,,末\r\n";
    for (int i = 0; i < 20'000; ++i) check_promises(changed(start, dice, csv_tokens), "a.csv");
}

TEST_CASE("no change to a sheet's XML breaks the reader's promises") {
    Dice dice;
    const std::string start =
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" "
        "t=\"inlineStr\"><is><t>甲&amp;</t></is></c>"
        "</row><row r=\"3\"><c r=\"A3\" s=\"1\"><v>46349</v></c><c s=\"3\"><v>46349.5</v></c><c "
        "t=\"b\"><v>1</v></c></row>"
        "</sheetData></worksheet>";
    for (int i = 0; i < 3'000; ++i)
        check_promises(test::pack(test::workbook(changed(start, dice, xml_tokens))), "a.xlsx");
}

TEST_CASE("no change to the other parts or to the archive breaks the reader's promises") {
    Dice dice;
    const auto parts =
        test::workbook("<worksheet><sheetData><row><c t=\"s\"><v>1</v></c></row></sheetData></worksheet>");
    const auto whole = test::pack(parts);
    for (int i = 0; i < 2'000; ++i) {
        auto some = parts;
        auto at = some.begin();
        std::advance(at, dice.below(some.size()));
        at->second = changed(at->second, dice, xml_tokens);
        check_promises(test::pack(some), "a.xlsx");
        check_promises(changed(whole, dice, csv_tokens), "a.xlsx");
    }
}

TEST_CASE("any table written reads back as it was") {
    Dice dice;
    constexpr const char* pieces[] = {"甲", "𠮷", "·", "a", "1",       "\"",  ",", ";",  "\n", "'",
                                      "=",  "+",  "-", "@", "_x000D_", "<&>", "%", "\\", "x y"};
    for (int i = 0; i < 300; ++i) {
        Table table{.name = "表", .columns = {}, .rows = {}};
        const size_t width = 1 + dice.below(6);
        for (size_t c = 0; c < width; ++c) table.columns.push_back({.title = "列" + std::to_string(c)});
        for (size_t r = dice.below(8); r > 0; --r) {
            std::vector<std::string> row;
            for (size_t c = 0; c < width; ++c) {
                std::string cell;
                for (size_t n = dice.below(5); n > 0; --n) cell += dice.one_of(pieces);
                row.emplace_back(text::trim(cell));
            }
            if (row.back().empty()) row.back() = "末";
            table.rows.push_back(std::move(row));
        }
        for (const auto& bytes : {write_csv(table), write_xlsx(table)}) {
            const auto all = read_all(bytes);
            REQUIRE(all.refusals.empty());
            REQUIRE(all.rows.size() == table.rows.size() + 1);
            for (size_t r = 0; r < table.rows.size(); ++r) REQUIRE(all.rows[r + 1].cells == table.rows[r]);
        }
    }
}
