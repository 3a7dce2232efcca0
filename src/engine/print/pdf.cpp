#include <cairo-pdf.h>

#include <algorithm>
#include <mutex>

#include "base/result.hpp"
#include "base/text.hpp"
#include "engine/print/canvas.hpp"
#include "engine/print/print.hpp"

namespace leye::print {
namespace {

constexpr double page_width = 210 * points_per_mm, page_height = 297 * points_per_mm;
constexpr double margin = 26 * points_per_mm;
constexpr double text_width = page_width - 2 * margin;
constexpr double border = 12 * points_per_mm;
constexpr double first_top = 30 * points_per_mm, next_top = 24 * points_per_mm;
constexpr double bottom = page_height - 28 * points_per_mm;
constexpr double label_width = 132, row_padding = 8.5, row_padding_dense = 4.5;
constexpr size_t dense_from_rows = 11;
constexpr double footer_width = 230, footer_gap = 7, footer_centre = page_width - margin - 98;
constexpr double qr_side = 30 * points_per_mm, seal_radius = 20 * points_per_mm;

std::mutex one_at_a_time;

// A label with its English line, beside a value.
struct SetRow {
    Block label, label_en, value;
    double height = 0;
};

class Page {
  public:
    explicit Page(const Document& document) : document_(document), canvas_(page_width, page_height) {
        cairo_surface_t* surface = canvas_.surface();
        const auto made = document.made_at.text();
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, document.title.zh.c_str());
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, document.number.c_str());
        // Seconds are as fine as the format takes.
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                       (made.substr(0, 19) + "Z").c_str());
    }

    std::string write() {
        set_all();
        draw_border();
        draw_head();
        for (const auto& row : rows_) {
            if (y_ + row.height > bottom) turn();
            draw_row(row);
        }
        y_ += 16;
        draw_statement();
        draw_close();
        return canvas_.finish();
    }

  private:
    void set_all() {
        if (document_.rows.size() >= dense_from_rows) padding_ = row_padding_dense;
        for (const auto& line : document_.rows) {
            SetRow row;
            row.label =
                canvas_.set(line.label.zh, label_width, {.size = 10.5, .colour = quiet, .line_height = 1.15});
            row.label_en = canvas_.set(line.label.en, label_width,
                                       {.size = 7.5, .colour = quiet, .line_height = 1.1, .language = "en"});
            row.value =
                canvas_.set(line.value, text_width - label_width - 14, {.size = 12, .line_height = 1.3});
            row.height = std::max(row.label.height + row.label_en.height, row.value.height) + 2 * padding_;
            rows_.push_back(std::move(row));
        }
        statement_ =
            canvas_.set(document_.statement.zh, text_width, {.size = 12, .line_height = 1.6, .indent = 24});
        statement_en_ = canvas_.set(document_.statement.en, text_width,
                                    {.size = 8.5, .colour = quiet, .line_height = 1.4, .language = "en"});
        title_ = canvas_.set(document_.title.zh, text_width + 40,
                             {.size = 25, .align = Align::centre, .letter_spacing = 5, .line_height = 1.2});
        title_en_ = canvas_.set(
            document_.title.en, text_width,
            {.size = 10.5, .colour = quiet, .align = Align::centre, .letter_spacing = 0.4, .language = "en"});
        number_ =
            canvas_.set(document_.number, text_width, {.size = 9.5, .colour = quiet, .align = Align::right});
        for (const auto& text : document_.footer)
            footer_.push_back(canvas_.set(text, footer_width, {.size = 12, .align = Align::centre}));
        caption_ = canvas_.set(document_.qr_caption.zh, qr_side + 60,
                               {.size = 8, .colour = quiet, .align = Align::centre});
        caption_en_ = canvas_.set(document_.qr_caption.en, qr_side + 60,
                                  {.size = 6.5, .colour = quiet, .align = Align::centre, .language = "en"});
        count_pages();
    }

    double head_height() const {
        return title_.height + title_en_.height + (document_.number.empty() ? 0 : number_.height + 10) + 30;
    }
    double statement_height() const {
        return statement_.height + (statement_en_.height > 0 ? statement_en_.height + 6 : 0);
    }
    double close_height() const {
        double footer = 0;
        for (const auto& block : footer_) footer += block.height + footer_gap;
        const double qr = document_.qr.empty() ? 0 : qr_side + caption_.height + caption_en_.height + 6;
        const double seal = document_.seal.empty() ? 0 : 2 * seal_radius;
        return std::max({footer, qr, seal}) + 22;
    }

    // How the pages fall is known before the first is drawn, so that each says how many there are.
    void count_pages() {
        double y = first_top + head_height();
        for (const auto& row : rows_) {
            if (y + row.height > bottom) {
                ++pages_;
                y = next_top;
            }
            y += row.height;
        }
        y += 16;
        if (y + statement_height() > bottom) {
            ++pages_;
            y = next_top;
        }
        y += statement_height();
        if (y + close_height() > bottom) ++pages_;
    }

    void turn() {
        canvas_.next_page();
        ++page_;
        draw_border();
        y_ = next_top;
    }

    void draw_border() {
        canvas_.frame(border, border, page_width - 2 * border, page_height - 2 * border, 1.1, accent);
        canvas_.frame(border + 4, border + 4, page_width - 2 * border - 8, page_height - 2 * border - 8, 0.35,
                      accent);
        double y = page_height - border - 14;
        const auto put = [&](const Block& block) {
            y -= block.height;
            canvas_.draw(block, margin, y);
        };
        if (pages_ > 1)
            put(canvas_.set("第 " + std::to_string(page_) + " 页，共 " + std::to_string(pages_) + " 页",
                            text_width, {.size = 7.5, .colour = quiet, .align = Align::centre}));
        if (!document_.fine_print.en.empty())
            put(canvas_.set(document_.fine_print.en, text_width,
                            {.size = 6.5,
                             .colour = quiet,
                             .align = Align::centre,
                             .line_height = 1.2,
                             .language = "en"}));
        if (!document_.fine_print.zh.empty())
            put(canvas_.set(document_.fine_print.zh, text_width,
                            {.size = 8, .colour = quiet, .align = Align::centre}));
    }

    void draw_head() {
        y_ = first_top;
        canvas_.draw(title_, margin - 20, y_);
        y_ += title_.height + 4;
        canvas_.draw(title_en_, margin, y_);
        y_ += title_en_.height + 16;
        if (!document_.number.empty()) {
            canvas_.draw(number_, margin, y_);
            y_ += number_.height + 6;
        }
        canvas_.rule(margin, y_, page_width - margin, y_, 1.1, accent);
        y_ = first_top + head_height();
    }

    void draw_row(const SetRow& row) {
        const double label_height = row.label.height + row.label_en.height;
        // A value of one line sits on the line of its label.
        const double shift = std::max(0.0, (label_height - row.value.height) / 2);
        canvas_.draw(row.label, margin, y_ + padding_);
        canvas_.draw(row.label_en, margin, y_ + padding_ + row.label.height);
        canvas_.draw(row.value, margin + label_width + 14, y_ + padding_ + shift);
        y_ += row.height;
        canvas_.rule(margin, y_, page_width - margin, y_, 0.6, line);
    }

    void draw_statement() {
        if (y_ + statement_height() > bottom) turn();
        canvas_.draw(statement_, margin, y_);
        y_ += statement_.height;
        if (statement_en_.height > 0) {
            canvas_.draw(statement_en_, margin, y_ + 6);
            y_ += statement_en_.height + 6;
        }
    }

    // Code at the left, issuer and date at the right, the seal over them.
    void draw_close() {
        if (y_ + close_height() > bottom) turn();
        const double height = close_height() - 22;
        // A short document does not leave its seal in mid-page, nor at the very foot.
        double top = std::max(y_ + 22, std::min(bottom - height - 24, y_ + 96));
        top = std::min(top, bottom - height);
        if (!document_.qr.empty()) {
            draw_qr(canvas_, document_.qr, margin + 2, top, qr_side);
            canvas_.draw(caption_, margin + 2 - 30, top + qr_side + 6);
            canvas_.draw(caption_en_, margin + 2 - 30, top + qr_side + 6 + caption_.height);
        }
        double footer = 0;
        for (const auto& block : footer_) footer += block.height + footer_gap;
        double y = top + (std::max(height, footer) - footer) / 2;
        for (const auto& block : footer_) {
            canvas_.draw(block, footer_centre - footer_width / 2, y);
            y += block.height + footer_gap;
        }
        if (!document_.seal.empty())
            draw_seal(canvas_, document_.seal, document_.seal_below, footer_centre, top + height / 2,
                      seal_radius);
    }

    const Document& document_;
    Canvas canvas_;
    std::vector<SetRow> rows_;
    Block title_, title_en_, number_, statement_, statement_en_, caption_, caption_en_;
    std::vector<Block> footer_;
    double y_ = 0, padding_ = row_padding;
    int page_ = 1, pages_ = 1;
};

}  // namespace

std::string write_pdf(const Document& document) {
    expect(text::length(document.seal) <= 24, "the name on a seal has at most 24 characters");
    expect(document.qr.size() <= 300, "a QR code holds at most 300 bytes");
    const std::lock_guard lock(one_at_a_time);
    return Page(document).write();
}

int count_unprintable(const std::string& utf8) {
    const std::lock_guard lock(one_at_a_time);
    const Canvas canvas(page_width, page_height);
    return pango_layout_get_unknown_glyphs_count(canvas.set(utf8, 0, {}).layout.get());
}

}  // namespace leye::print
