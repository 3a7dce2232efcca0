#include <doctest/doctest.h>
#include <iconv.h>

#include "engine/sheet/table.hpp"
#include "engine/sheet/test/parts.hpp"

using namespace leye;
using namespace leye::sheet;
using test::first_refusal;
using test::read_all;
using Cells = std::vector<std::string>;

namespace {

std::string encoded(const char* encoding, std::string utf8) {
    const iconv_t to = iconv_open(encoding, "UTF-8");
    std::string out(utf8.size() * 4, '\0');
    char *in = utf8.data(), *at = out.data();
    size_t left = utf8.size(), room = out.size();
    REQUIRE(iconv(to, &in, &left, &at, &room) != static_cast<size_t>(-1));
    iconv_close(to);
    out.resize(out.size() - room);
    return out;
}

Encoding encoding_of(const std::string& bytes) {
    auto reader = open(bytes, "a.csv");
    REQUIRE(reader.has_value());
    return reader->encoding();
}

}  // namespace

TEST_CASE("CSV rows come with their numbers, without blank rows and cells at the end") {
    const auto all = read_all("a,b,c\r\n\r\n 1 ,,\n,,\n,\"x,\"\"y\"\"\nz\",\r\nlast", "a.csv");
    REQUIRE(all.rows.size() == 4);
    CHECK(all.rows[0].cells == Cells{"a", "b", "c"});
    CHECK(all.rows[1].number == 3);
    CHECK(all.rows[1].cells == Cells{"1"});
    CHECK(all.rows[2].number == 5);
    CHECK(all.rows[2].cells == Cells{"", "x,\"y\"\nz"});
    CHECK(all.rows[3].number == 6);
    CHECK(all.rows[3].cell(0) == "last");
    CHECK(all.rows[3].cell(7) == "");
    CHECK(all.refusals.empty());
}

TEST_CASE("each encoding that Chinese programs write is recognised") {
    const std::string text = "姓名,证件\n𠮷田,1\n买买提·艾力,2\n㛃,3\n";
    const std::pair<std::string, Encoding> cases[] = {
        {text, Encoding::utf8},
        {"\xef\xbb\xbf" + text, Encoding::utf8},
        {"\xff\xfe" + encoded("UTF-16LE", text), Encoding::utf16le},
        {encoded("GB18030", text), Encoding::gb18030}};
    for (const auto& [bytes, encoding] : cases) {
        CHECK(encoding_of(bytes) == encoding);
        const auto all = read_all(bytes, "a.csv");
        REQUIRE(all.rows.size() == 4);
        CHECK(all.rows[0].cells == Cells{"姓名", "证件"});
        CHECK(all.rows[1].cells == Cells{"𠮷田", "1"});
        CHECK(all.rows[2].cells == Cells{"买买提·艾力", "2"});
        CHECK(all.rows[3].cells == Cells{"㛃", "3"});
    }
    CHECK(encoding_of("a,b\n1,2\n") == Encoding::utf8);
}

TEST_CASE("GB18030 that happens to be well-formed UTF-8 is read as Chinese") {
    CHECK(read_all(encoded("GB18030", "联通"), "a.csv").rows.at(0).cells == Cells{"联通"});
}

TEST_CASE("the separator is found in the first row, outside quotes") {
    CHECK(read_all("a;b;c\n1,5;2;3\n", "a.csv").rows.at(1).cells == Cells{"1,5", "2", "3"});
    CHECK(read_all("a\tb\n1\t2\n", "a.csv").rows.at(1).cells == Cells{"1", "2"});
    CHECK(read_all("\"a;b;c\",d\n1;1,2\n", "a.csv").rows.at(1).cells == Cells{"1;1", "2"});
    CHECK(read_all("sep=;\r\na,x;b\n", "a.csv").rows.at(0).cells == Cells{"a,x", "b"});
    CHECK(read_all("only\none\n", "a.csv").rows.size() == 2);
    CHECK(read_all("a,b\r1,2\r", "a.csv").rows.at(1).cells == Cells{"1", "2"});
}

TEST_CASE("a wrong quote is refused with its row and column, and again when asked again") {
    for (const std::string& bad :
         {std::string("a,b\n1,x\"y\n"), std::string("a,b\n1,\"x\"y\n"), std::string("a,b\n1,\"x\n")}) {
        auto reader = open(bad, "a.csv");
        REQUIRE(reader.has_value());
        CHECK(reader->next().has_value());
        for (int i = 0; i < 2; ++i) {
            const auto row = reader->next();
            REQUIRE_FALSE(row.has_value());
            CHECK(row.error().code == "sheet_bad_quote");
            CHECK(row.error().details.at("row") == "2");
            CHECK(row.error().details.at("column") == "2");
        }
        CHECK(reader->ended());
    }
}

TEST_CASE("bytes of no encoding are refused with their row and column") {
    const std::string chinese = "姓名,住址\n张三,济南市历下区解放路\n李四,济南市市中区";
    for (const std::string& bad :
         {chinese + "\xff\n", "\xef\xbb\xbf" + chinese + "\x80\n", encoded("GB18030", chinese) + "\xff\n",
          encoded("GB18030", chinese) + "\x81"}) {
        const auto all = read_all(bad, "a.csv");
        REQUIRE(all.refusals.size() == 1);
        CHECK(all.refusals[0].code == "sheet_bad_bytes");
        CHECK(all.refusals[0].details.at("row") == "3");
        CHECK(all.refusals[0].details.at("column") == "2");
    }
    CHECK(first_refusal("a,b\n1,\x01\n", "a.csv") == "sheet_bad_bytes");
    CHECK(first_refusal(std::string("a\0b", 3), "a.csv") == "sheet_kind_unknown");
    CHECK(first_refusal("\xff\xfe"
                        "a",
                        "a.csv") == "sheet_bad_bytes");
}

TEST_CASE("an empty file is refused") {
    CHECK(first_refusal("", "a.csv") == "sheet_empty");
    CHECK(first_refusal("\xef\xbb\xbf", "a.csv") == "sheet_empty");
    CHECK(first_refusal(" \r\n\r\n", "a.csv") == "sheet_empty");
}

TEST_CASE("the bounds of CSV hold") {
    std::string wide;
    for (int i = 0; i < 10'000; ++i) wide += "x,";
    CHECK(first_refusal(wide, "a.csv") == "sheet_too_many_columns");
    CHECK(read_all("a" + std::string(10'000, ','), "a.csv").rows.at(0).cells == Cells{"a"});
    std::string longest;
    for (size_t i = 0; i < cell_length_max; ++i) longest += "长";
    const auto all = read_all("a," + longest + "\nb," + longest + "长\nc,d\n", "a.csv");
    REQUIRE(all.rows.size() == 2);
    CHECK(all.rows[0].cells[1] == longest);
    CHECK(all.rows[1].cells == Cells{"c", "d"});
    REQUIRE(all.refusals.size() == 1);
    CHECK(all.refusals[0].code == "sheet_cell_too_long");
    CHECK(all.refusals[0].details.at("cell") == "B2");
    CHECK(first_refusal(std::string(rows_max, '\n') + "x", "a.csv") == "sheet_too_many_rows");
}

TEST_CASE("what CSV is written reads back, formulas made harmless") {
    const Table table{.name = "t",
                      .columns = {{"姓名"}, {"备注"}},
                      .rows = {{"𠮷", "=cmd|' /C calc'!A0"},
                               {"买买提·艾力", "'=already"},
                               {"a,b;\"c\"\nd", "@x"},
                               {"-5", "-5+1"},
                               {"+86", "'plain"},
                               {"379914199308208159", "\t=1"}}};
    const auto csv = write_csv(table);
    CHECK(
        csv.starts_with("\xef\xbb\xbf"
                        "姓名,备注\r\n"));
    CHECK(csv.find("'=cmd") != csv.npos);
    CHECK(csv.find("\n-5,'-5+1") != csv.npos);
    CHECK(csv.find(",=") == csv.npos);
    const auto all = read_all(csv, "a.csv");
    CHECK(all.refusals.empty());
    REQUIRE(all.rows.size() == table.rows.size() + 1);
    for (size_t i = 0; i < table.rows.size(); ++i) CHECK(all.rows[i + 1].cells == table.rows[i]);
}
