#pragma once
#include <zip.h>

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/sheet/sheet.hpp"

/// Hand-made .xlsx files, sound and hostile, for the tests.
namespace leye::sheet::test {

using Parts = std::map<std::string, std::string>;

/// A zip of the parts.
inline std::string pack(const Parts& parts) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(target);
    zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    if (!archive) throw std::runtime_error("no archive");
    for (const auto& [name, content] : parts)
        zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), 0);
    if (zip_close(archive) != 0) throw std::runtime_error("the archive was not written");
    zip_source_open(target);
    zip_source_seek(target, 0, SEEK_END);
    std::string out(static_cast<size_t>(zip_source_tell(target)), '\0');
    zip_source_seek(target, 0, SEEK_SET);
    zip_source_read(target, out.data(), out.size());
    zip_source_close(target);
    zip_source_free(target);
    return out;
}

/// The parts of a workbook with one sheet, whose XML is `sheet`.
inline Parts workbook(const std::string& sheet) {
    const std::string relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    return {
        {"_rels/.rels", "<Relationships><Relationship Id=\"r1\" Type=\"" + relation +
                            "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
        {"xl/workbook.xml",
         "<workbook><workbookPr/><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id=\"r1\" Type=\"" + relation +
             "worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"" + relation +
             "sharedStrings\" Target=\"/xl/sharedStrings.xml\"/><Relationship Id=\"r3\" Type=\"" + relation +
             "styles\" Target=\"styles.xml\"/></Relationships>"},
        {"xl/sharedStrings.xml",
         "<sst><si><t>first</t></si><si><r><t>ri</t></r><r><rPr/><t xml:space=\"preserve\">ch "
         "</t></r><rPh><t>x</t></rPh></si>"
         "<si><t>a_x000D_b _x005F_x000D_</t></si><si><t>&lt;&#x20BB7;&amp;&gt;</t></si></sst>"},
        // 0 general, 1 date, 2 own date, 3 date and time, 4 time, 5 own amount
        {"xl/styles.xml",
         "<styleSheet><numFmts><numFmt numFmtId=\"164\" "
         "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/><numFmt "
         "numFmtId=\"165\" formatCode=\"#,##0.00_);[Red]\\(#,##0.00\\)\"/></numFmts><cellXfs><xf "
         "numFmtId=\"0\"/><xf "
         "numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"22\"/><xf numFmtId=\"21\"/><xf "
         "numFmtId=\"165\"/></cellXfs>"
         "</styleSheet>"},
        {"xl/worksheets/sheet1.xml", sheet},
    };
}

/// A workbook with one sheet of these rows.
inline std::string rows(const std::string& rows, const std::string& behind = "") {
    return pack(workbook("<worksheet><sheetData>" + rows + "</sheetData>" + behind + "</worksheet>"));
}

struct All {
    std::vector<Row> rows;
    std::vector<Refusal> refusals;
};

/// Reads everything a file gives.
inline All read_all(const std::string& bytes, const std::string& name = "a.xlsx") {
    All out;
    auto reader = open(bytes, name);
    if (!reader) {
        out.refusals.push_back(reader.error());
        return out;
    }
    while (!reader->ended()) {
        auto row = reader->next();
        if (!row)
            out.refusals.push_back(row.error());
        else if (*row)
            out.rows.push_back(std::move(**row));
    }
    return out;
}

/// The code of the first refusal, empty where there was none.
inline std::string first_refusal(const std::string& bytes, const std::string& name = "a.xlsx") {
    const auto all = read_all(bytes, name);
    return all.refusals.empty() ? "" : all.refusals.front().code;
}

}  // namespace leye::sheet::test
