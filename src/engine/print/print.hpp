#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"

/// Paper: a certificate or letter as a PDF page, Chinese first with an English line below.
namespace leye::print {

struct Words {
    std::string zh, en;
};

/// One fact of a document: what it is called, and its value as it shall be read.
struct Line {
    Words label;
    std::string value;
};

/// What stands on the paper. Empty parts take no room.
struct Document {
    Words title;
    std::string number;  ///< below the title, such as «编号 370102-2026-000123»
    std::vector<Line> rows;
    Words statement;   ///< the paragraph below the rows
    std::string qr;    ///< what the QR code says, an address to verify the paper; at most 300 bytes
    Words qr_caption;  ///< below the code
    std::vector<std::string> footer;  ///< issuer, date: right, under the seal
    std::string seal;                 ///< the name on the arc of a round red seal, at most 24 characters
    std::string seal_below;           ///< below its star, such as «业务专用章»
    Words fine_print;                 ///< at the foot of each page
    Instant made_at;                  ///< told in the PDF's properties
};

/// The document as a PDF, A4 upright, with text that can be selected and searched; more pages where the rows
/// need them. The same document gives the same bytes. in: UTF-8. Thread-safe: one page is made at a time.
/// Fails: Fault where a font or the PDF cannot be made. Cost: about 8 ms and 45 KB a page, the first 50 ms.
std::string write_pdf(const Document& document);

/// How many characters of the text no installed font can show: they would be printed as boxes.
int count_unprintable(const std::string& utf8);

}  // namespace leye::print
