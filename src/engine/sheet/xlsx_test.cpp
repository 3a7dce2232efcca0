#include <doctest/doctest.h>

#include "engine/sheet/number_format.hpp"
#include "engine/sheet/table.hpp"
#include "engine/sheet/test/parts.hpp"
#include "engine/sheet/xml_scanner.hpp"

using namespace leye;
using namespace leye::sheet;
using test::first_refusal;
using test::pack;
using test::read_all;
using test::rows;
using test::workbook;
using Cells = std::vector<std::string>;

// The library forgets the few bytes of a list's formula.
extern "C" const char* __lsan_default_suppressions() {
    return "leak:lxw_strdup\n";
}

namespace {

std::string one_cell(const std::string& attributes, const std::string& content) {
    const auto all = read_all(rows("<row r=\"1\"><c r=\"A1\" " + attributes + ">" + content + "</c></row>"));
    if (!all.refusals.empty()) return all.refusals[0].code;
    return all.rows.empty() ? "" : all.rows[0].cells.at(0);
}

}  // namespace

TEST_CASE("cells of each type are read as a person reads them") {
    CHECK(one_cell("t=\"s\"", "<v>0</v>") == "first");
    CHECK(one_cell("t=\"s\"", "<v>1</v>") == "rich");
    CHECK(one_cell("t=\"s\"", "<v>2</v>") == "a\rb _x000D_");
    CHECK(one_cell("t=\"s\"", "<v>3</v>") == "<𠮷&>");
    CHECK(one_cell("t=\"inlineStr\"", "<is><r><t>a</t></r><r><t>b</t></r><rPh><t>z</t></rPh></is>") == "ab");
    CHECK(one_cell("t=\"str\"", "<f>A2&amp;\"x\"</f><v> x &#65;<![CDATA[<b>]]> </v>") == "x A<b>");
    CHECK(one_cell("t=\"b\"", "<v>1</v>") == "TRUE");
    CHECK(one_cell("t=\"b\"", "<v>0</v>") == "FALSE");
    CHECK(one_cell("t=\"d\"", "<v>2026-11-23T00:00:00</v>") == "2026-11-23");
    CHECK(one_cell("t=\"d\"", "<v>2026-11-23T08:30:00Z</v>") == "2026-11-23 08:30:00");
    CHECK(one_cell("", "<v>5000</v>") == "5000");
    CHECK(one_cell("", "<v>0.30000000000000004</v>") == "0.3");
    CHECK(one_cell("s=\"5\"", "<v>-1234.5</v>") == "-1234.5");
    CHECK(one_cell("", "<v>1.5E-7</v>") == "0.00000015");
    CHECK(one_cell("", "<v>1.38E10</v>") == "13800000000");
    CHECK(one_cell("t=\"e\"", "<v>#REF!</v>") == "sheet_cell_error");
    CHECK(one_cell("t=\"s\"", "<v>99</v>") == "sheet_damaged");
    CHECK(one_cell("", "<v>abc</v>") == "sheet_damaged");
}

TEST_CASE("a long number whose last digits the program has lost is refused, one that kept them is not") {
    CHECK(one_cell("", "<v>3.7991419930820819E+17</v>") == "sheet_digits_lost");
    CHECK(one_cell("", "<v>379914199308208000</v>") == "sheet_digits_lost");
    CHECK(one_cell("", "<v>379914199308208159</v>") == "379914199308208159");
    CHECK(one_cell("", "<v>123456789012345</v>") == "123456789012345");
}

TEST_CASE("dates are told by the style, in both systems of counting days") {
    CHECK(one_cell("s=\"1\"", "<v>46349</v>") == "2026-11-23");
    CHECK(one_cell("s=\"2\"", "<v>1</v>") == "1900-01-01");
    CHECK(one_cell("s=\"1\"", "<v>59</v>") == "1900-02-28");
    CHECK(one_cell("s=\"1\"", "<v>60</v>") == "sheet_date_invalid");
    CHECK(one_cell("s=\"1\"", "<v>61</v>") == "1900-03-01");
    CHECK(one_cell("s=\"1\"", "<v>-1</v>") == "sheet_date_invalid");
    CHECK(one_cell("s=\"1\"", "<v>2958465</v>") == "9999-12-31");
    CHECK(one_cell("s=\"1\"", "<v>2958466</v>") == "sheet_date_invalid");
    CHECK(one_cell("s=\"1\"", "<v>1E300</v>") == "sheet_date_invalid");
    CHECK(one_cell("s=\"3\"", "<v>46349.354166666664</v>") == "2026-11-23 08:30:00");
    CHECK(one_cell("s=\"3\"", "<v>46349</v>") == "2026-11-23");
    CHECK(one_cell("s=\"4\"", "<v>0.35416666666666669</v>") == "08:30:00");
    auto parts = workbook(
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" "
        "s=\"1\"><v>44887</v></c></row></sheetData></worksheet>");
    auto& book = parts["xl/workbook.xml"];
    book.replace(book.find("<workbookPr/>"), 13, "<workbookPr date1904=\"1\"/>");
    CHECK(read_all(pack(parts)).rows.at(0).cells == Cells{"2026-11-23"});
}

TEST_CASE("format codes tell days from times and amounts") {
    const std::pair<const char*, NumberKind> cases[] = {
        {"General", NumberKind::plain},
        {"0.00E+00", NumberKind::plain},
        {"#,##0.00\"元\"", NumberKind::plain},
        {"[Red]0;[Blue]-0", NumberKind::plain},
        {"0\"days\"", NumberKind::plain},
        {"@", NumberKind::plain},
        {"yyyy-mm-dd", NumberKind::date},
        {"[$-804]yyyy\"年\"m\"月\"d\"日\";@", NumberKind::date},
        {"m/d", NumberKind::date},
        {"[DBNum1]e\"年\"", NumberKind::date},
        {"yyyy/m/d h:mm", NumberKind::date_time},
        {"h:mm:ss", NumberKind::time},
        {"[h]:mm", NumberKind::time},
        {"mm:ss.0", NumberKind::time},
        {"\\d0", NumberKind::plain},
        {"", NumberKind::plain},
    };
    for (const auto& [code, kind] : cases) {
        CAPTURE(code);
        CHECK(kind_of_format(code) == kind);
    }
}

TEST_CASE("gaps between cells and rows keep their places") {
    const auto all =
        read_all(rows("<row r=\"2\"><c r=\"B2\"><v>1</v></c><c><v>2</v></c><c r=\"F2\" s=\"1\"/></row><row/>"
                      "<row><c><v>3</v></c></row>"));
    REQUIRE(all.rows.size() == 2);
    CHECK(all.rows[0].number == 2);
    CHECK(all.rows[0].cells == Cells{"", "1", "2"});
    CHECK(all.rows[1].number == 4);
    CHECK(all.rows[1].cells == Cells{"3"});
}

TEST_CASE("a fault in one cell names it and leaves the other rows readable") {
    const auto all = read_all(
        rows("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"C2\" t=\"e\"><v>#N/A</v></c>"
             "<c r=\"D2\"><v>1</v></c></row><row r=\"3\"><c r=\"A3\"><v>3</v></c></row>"));
    REQUIRE(all.rows.size() == 2);
    CHECK(all.rows[1].cells == Cells{"3"});
    REQUIRE(all.refusals.size() == 1);
    CHECK(all.refusals[0].details.at("cell") == "C2");
    CHECK(all.refusals[0].details.at("value") == "#N/A");
}

TEST_CASE("merged cells are refused by name before any row is given") {
    const auto file = rows("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>",
                           "<mergeCells count=\"1\"><mergeCell ref=\"A1:C1\"/></mergeCells>");
    const auto reader = open(file, "a.xlsx");
    REQUIRE_FALSE(reader.has_value());
    CHECK(reader.error().code == "sheet_merged_cell");
    CHECK(reader.error().details.at("cell") == "A1:C1");
}

TEST_CASE("the first visible sheet is read, with prefixed names too") {
    auto parts = workbook(
        "<x:worksheet xmlns:x=\"u\"><x:sheetData><x:row r='1'><x:c r='A1' t='inlineStr'><x:is><x:t>p</x:t>"
        "</x:is></x:c></x:row></x:sheetData></x:worksheet>");
    parts["xl/workbook.xml"] =
        "<workbook><sheets><sheet name=\"h\" state=\"hidden\" r:id=\"r9\"/><sheet name=\"v\" "
        "state=\"veryHidden\" r:id=\"r1\"/>"
        "<sheet name=\"a\" r:id=\"r1\"/></sheets></workbook>";
    CHECK(read_all(pack(parts)).rows.at(0).cells == Cells{"p"});
    parts["xl/workbook.xml"] =
        "<workbook><sheets><sheet name=\"h\" state=\"hidden\" r:id=\"r1\"/></sheets></workbook>";
    CHECK(first_refusal(pack(parts)) == "sheet_no_visible_sheet");
}

TEST_CASE("hostile and damaged workbooks are refused") {
    const auto good = rows("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    CHECK(first_refusal(good) == "");
    SUBCASE("cut short") {
        for (size_t size = 4; size < good.size(); size += 7) CHECK(first_refusal(good.substr(0, size)) != "");
    }
    SUBCASE("not a workbook") {
        CHECK(first_refusal(pack({{"a.txt", "hello"}})) == "sheet_damaged");
        CHECK(first_refusal("PK\x03\x04 and then nothing") == "sheet_damaged");
        CHECK(first_refusal(std::string("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0", 12), "a.xls") ==
              "sheet_old_excel");
        const std::string name("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
        CHECK(first_refusal("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 " + name) == "sheet_encrypted");
    }
    SUBCASE("XML cut short") {
        auto parts = workbook("<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
        CHECK(first_refusal(pack(parts)) == "sheet_damaged");
    }
    SUBCASE("tags without a name") {
        for (const char* tag : {"</>", "< >", "<//>", "</c/>", "<>"})
            CHECK(first_refusal(pack(workbook("<worksheet>" + std::string(tag) + "</worksheet>"))) ==
                  "sheet_damaged");
    }
    SUBCASE("zip bomb") {
        auto parts = workbook("<worksheet><sheetData><row r=\"1\"><c t=\"str\"><v>" +
                              std::string(40 << 20, ' ') + "</v></c></row></sheetData></worksheet>");
        CHECK(first_refusal(pack(parts)) != "");
        parts = workbook("<worksheet/>");
        std::string texts = "<sst>";
        for (int i = 0; i < 3'000'000; ++i) texts += "<si><t/></si>";
        parts["xl/sharedStrings.xml"] = texts + "</sst>";
        CHECK(first_refusal(pack(parts)) == "sheet_too_large");
    }
    SUBCASE("entity bomb") {
        const std::string bomb =
            "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
            "\"&a;&a;&a;&a;&a;&a;&a;&a;\">]><worksheet><sheetData><row><c "
            "t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>";
        CHECK(first_refusal(pack(workbook(bomb))) == "sheet_damaged");
        auto parts = workbook("<worksheet/>");
        parts["xl/workbook.xml"] = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>" + parts["xl/workbook.xml"];
        CHECK(read_all(pack(parts)).rows.empty());
    }
    SUBCASE("10,000 columns") {
        std::string wide;
        for (int i = 0; i < 10'000; ++i) wide += "<c><v>1</v></c>";
        const auto all = read_all(rows("<row>" + wide + "</row>"));
        CHECK(all.rows.empty());
        REQUIRE(all.refusals.size() == 1);
        CHECK(all.refusals[0].code == "sheet_too_many_columns");
    }
    SUBCASE("rows and columns out of order or out of bounds") {
        CHECK(first_refusal(rows("<row r=\"2\"/><row r=\"1\"/>")) == "sheet_damaged");
        CHECK(first_refusal(rows("<row r=\"1048577\"/>")) == "sheet_too_many_rows");
        CHECK(first_refusal(rows("<row r=\"99999999999\"/>")) == "sheet_damaged");
        CHECK(first_refusal(rows("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>")) == "sheet_damaged");
        CHECK(first_refusal(rows("<row r=\"1\"><c r=\"ZZZZZ1\"><v>1</v></c></row>")) == "sheet_damaged");
        CHECK(first_refusal(rows("<row r=\"1\"><row r=\"2\"/></row>")) == "sheet_damaged");
    }
    SUBCASE("a cell that is too long") {
        CHECK(one_cell("t=\"str\"", "<v>" + std::string(cell_length_max, 'x') + "</v>").size() ==
              cell_length_max);
        CHECK(one_cell("t=\"str\"", "<v>" + std::string(cell_length_max + 1, 'x') + "</v>") ==
              "sheet_cell_too_long");
        CHECK(one_cell("t=\"str\"", "<v>\xff\xff</v>") == "sheet_damaged");
    }
    SUBCASE("elements nested without end") {
        std::string deep;
        for (int i = 0; i < 100'000; ++i) deep += "<a>";
        CHECK(first_refusal(pack(workbook(deep))) == "sheet_damaged");
    }
}

TEST_CASE("what a workbook is written from reads back") {
    Table table{.name = "单位职工",
                .columns = {{.title = "姓名"},
                            {.title = "证件号码"},
                            {.title = "工资", .kind = Kind::number},
                            {.title = "入职日期", .kind = Kind::date},
                            {.title = "备注"}},
                .rows = {{"𠮷田", "379914199308208159", "5000.5", "2026-01-31", "=1+1"},
                         {"买买提·艾力", "000123", "面议", "不详", "<a & \"b\"> _x000D_ \n末"},
                         {"", "", "-3", "1900-01-15"}}};
    const auto all = read_all(write_xlsx(table));
    CHECK(all.refusals.empty());
    REQUIRE(all.rows.size() == 4);
    CHECK(all.rows[0].cells == Cells{"姓名", "证件号码", "工资", "入职日期", "备注"});
    for (size_t i = 0; i < table.rows.size(); ++i) CHECK(all.rows[i + 1].cells == table.rows[i]);
}

TEST_CASE("a template carries notes, short and long lists of choices, and still reads as one sheet") {
    std::vector<std::string> industries;
    for (int i = 0; i < 97; ++i) industries.push_back("行业大类之" + std::to_string(i));
    const Table table{.name = "模板",
                      .columns = {{.title = "性别", .choices = {"男", "女"}},
                                  {.title = "行业", .hint = "按主营业务选", .choices = industries},
                                  {.title = "学历", .choices = {"大专,高职", "本科"}},
                                  {.title = "电话", .hint = "11位手机号"}},
                      .rows = {},
                      .notes = {"一、每人一行。", "二、证件号码按文本填写。"}};
    const auto bytes = write_xlsx(table);
    const auto all = read_all(bytes);
    CHECK(all.refusals.empty());
    REQUIRE(all.rows.size() == 1);
    CHECK(all.rows[0].cells == Cells{"性别", "行业", "学历", "电话"});
}

TEST_CASE("a name that Excel does not allow is a bug of the caller") {
    CHECK_THROWS_AS(write_xlsx({.name = "a/b", .columns = {{"x"}}, .rows = {}}), Bug);
    CHECK_THROWS_AS(write_xlsx({.name = "a", .columns = {{"x"}}, .rows = {{"\xff"}}}), Bug);
}

TEST_CASE("a hundred thousand rows are written and read again") {
    Table table{.name = "大表", .columns = {}, .rows = {}};
    for (int c = 0; c < 8; ++c) table.columns.push_back({.title = "列" + std::to_string(c)});
    for (int r = 0; r < 100'000; ++r)
        table.rows.push_back({"张" + std::to_string(r), "379914199308208159", "5000", "2026-01-31",
                              "济南市历下区", "x", "", "末"});
    for (const auto& bytes : {write_xlsx(table), write_csv(table)}) {
        auto reader = open(bytes, "a");
        REQUIRE(reader.has_value());
        int count = 0;
        while (!reader->ended()) {
            auto row = reader->next();
            REQUIRE(row.has_value());
            if (*row) count += (**row).cells.size() == 8;
        }
        CHECK(count == 100'001);
    }
}

TEST_CASE("the XML scanner reads across pieces of any size") {
    const std::string xml =
        "<?xml version=\"1.0\"?><!-- < --><a b='1>2' c:d = \"x\"><e/>t&amp;u<![CDATA[<&]]></a>";
    for (size_t size = 1; size < xml.size(); ++size) {
        size_t at = 0;
        XmlScanner s([&]() -> Result<std::string_view> {
            const auto piece = std::string_view(xml).substr(std::min(at, xml.size()), size);
            at += size;
            return piece;
        });
        using E = XmlScanner::Event;
        CHECK(s.next() == E::open);
        CHECK(s.attribute("b") == "1>2");
        CHECK(s.attribute("d") == "x");
        CHECK_FALSE(s.attribute("z").has_value());
        CHECK(s.next() == E::open);
        CHECK(s.name() == "e");
        CHECK(s.next() == E::close);
        CHECK(s.name() == "e");
        std::string text;
        E event;
        while ((event = s.next()) == E::text) text += s.text();
        CHECK(text == "t&u<&");
        CHECK(event == E::close);
        CHECK(s.next() == E::end);
        CHECK(s.next() == E::end);
    }
}
