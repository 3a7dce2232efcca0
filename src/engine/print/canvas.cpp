#include "engine/print/canvas.hpp"

#include <cairo-pdf.h>

#include "base/result.hpp"

namespace leye::print {
namespace {

constexpr const char* font_family = "WenQuanYi Zen Hei";

cairo_status_t append(void* bytes, const unsigned char* data, unsigned length) {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Canvas::Canvas(double width, double height)
    : surface_(cairo_pdf_surface_create_for_stream(append, &bytes_, width, height)),
      cairo_(cairo_create(surface_.get())) {
    // Loading fonts costs 0.2 s, so one map serves all documents; write_pdf lets one thread in at a time.
    static PangoFontMap* const fonts = pango_cairo_font_map_new();
    context_.reset(pango_font_map_create_context(fonts));
    pango_context_set_language(context_.get(), pango_language_from_string("zh-CN"));
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context_.get(), options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
    pango_cairo_update_context(cairo_.get(), context_.get());
}

Canvas::~Canvas() {
    // The surface writes its last bytes into bytes_, which must still be there.
    context_.reset();
    cairo_.reset();
    surface_.reset();
}

Block Canvas::set(const std::string& utf8, double width, const Style& style) const {
    Block block{.layout = {}, .colour = style.colour, .height = 0};
    block.layout.reset(pango_layout_new(context_.get()));
    PangoLayout* layout = block.layout.get();
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family_static(font, font_family);
    pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);

    PangoAttrList* attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_language_new(pango_language_from_string(style.language)));
    if (style.letter_spacing != 0)
        pango_attr_list_insert(
            attributes, pango_attr_letter_spacing_new(static_cast<int>(style.letter_spacing * PANGO_SCALE)));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);

    if (width > 0) pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
    // Long runs of digits break only where any character may.
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, style.align == Align::left     ? PANGO_ALIGN_LEFT
                                       : style.align == Align::centre ? PANGO_ALIGN_CENTER
                                                                      : PANGO_ALIGN_RIGHT);
    pango_layout_set_line_spacing(layout, static_cast<float>(style.line_height));
    pango_layout_set_indent(layout, static_cast<int>(style.indent * PANGO_SCALE));
    pango_layout_set_text(layout, utf8.c_str(), -1);
    int height = 0;
    pango_layout_get_size(layout, nullptr, &height);
    block.height = utf8.empty() ? 0 : static_cast<double>(height) / PANGO_SCALE;
    return block;
}

void Canvas::draw(const Block& block, double x, double y) const {
    use(block.colour);
    cairo_move_to(cairo(), x, y);
    pango_cairo_show_layout(cairo(), block.layout.get());
    // Pango leaves a current point, from which the next arc would draw a line.
    cairo_new_path(cairo());
}

void Canvas::rule(double x1, double y1, double x2, double y2, double thickness, Colour colour) const {
    use(colour);
    cairo_set_line_width(cairo(), thickness);
    cairo_move_to(cairo(), x1, y1);
    cairo_line_to(cairo(), x2, y2);
    cairo_stroke(cairo());
}

void Canvas::frame(double x, double y, double width, double height, double thickness, Colour colour) const {
    use(colour);
    cairo_set_line_width(cairo(), thickness);
    cairo_rectangle(cairo(), x, y, width, height);
    cairo_stroke(cairo());
}

std::string Canvas::finish() {
    cairo_show_page(cairo());
    cairo_surface_finish(surface());
    const auto status = cairo_surface_status(surface());
    const auto drawn = cairo_status(cairo());
    if (status != CAIRO_STATUS_SUCCESS || drawn != CAIRO_STATUS_SUCCESS)
        throw Fault(std::string("a PDF cannot be made: ") +
                    cairo_status_to_string(status != CAIRO_STATUS_SUCCESS ? status : drawn));
    return std::move(bytes_);
}

}  // namespace leye::print
