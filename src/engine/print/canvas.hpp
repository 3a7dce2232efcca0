#pragma once
#include <pango/pangocairo.h>

#include <memory>
#include <string>

/// Drawing on a PDF page: text blocks, lines and colours. Lengths in points (1/72 inch), y downwards.
namespace leye::print {

inline constexpr double pi = 3.14159265358979323846;
inline constexpr double points_per_mm = 72 / 25.4;

struct Colour {
    double red, green, blue;
};
inline constexpr Colour ink{0x1d / 255.0, 0x2a / 255.0, 0x30 / 255.0};
inline constexpr Colour quiet{0x5b / 255.0, 0x66 / 255.0, 0x6b / 255.0};
inline constexpr Colour line{0xd9 / 255.0, 0xd5 / 255.0, 0xcb / 255.0};
inline constexpr Colour accent{0x0f / 255.0, 0x5f / 255.0, 0x6b / 255.0};
inline constexpr Colour seal_red{0xc8 / 255.0, 0x1e / 255.0, 0x22 / 255.0};

enum class Align { left, centre, right };

/// How a block of text is set.
struct Style {
    double size = 11;
    Colour colour = ink;
    Align align = Align::left;
    double letter_spacing = 0;
    double line_height = 1.3;  ///< times the size of the font's own line
    double indent = 0;         ///< of the first line
    const char* language = "zh-CN";
};

struct Release {
    void operator()(PangoLayout* p) const { g_object_unref(p); }
    void operator()(PangoContext* p) const { g_object_unref(p); }
    void operator()(cairo_surface_t* p) const { cairo_surface_destroy(p); }
    void operator()(cairo_t* p) const { cairo_destroy(p); }
};

/// A text set to a width, with the height that it takes.
struct Block {
    std::unique_ptr<PangoLayout, Release> layout;
    Colour colour = ink;
    double height = 0;
};

/// One PDF being drawn, in memory. Not thread-safe.
class Canvas {
  public:
    Canvas(double width, double height);
    ~Canvas();
    Canvas(const Canvas&) = delete;

    cairo_t* cairo() const { return cairo_.get(); }
    cairo_surface_t* surface() const { return surface_.get(); }

    /// Sets a text; `width` 0 leaves it on one line.
    Block set(const std::string& utf8, double width, const Style& style) const;
    /// Draws a block with its upper left corner at x, y.
    void draw(const Block& block, double x, double y) const;
    void rule(double x1, double y1, double x2, double y2, double thickness, Colour colour) const;
    void frame(double x, double y, double width, double height, double thickness, Colour colour) const;
    void use(Colour colour) const { cairo_set_source_rgb(cairo(), colour.red, colour.green, colour.blue); }
    void next_page() const { cairo_show_page(cairo()); }
    /// Ends the PDF and gives its bytes. Fails: Fault.
    std::string finish();

  private:
    std::string bytes_;
    std::unique_ptr<cairo_surface_t, Release> surface_;
    std::unique_ptr<cairo_t, Release> cairo_;
    std::unique_ptr<PangoContext, Release> context_;
};

/// Draws the QR code of `content` into a square. Fails: Fault where the content is too long.
void draw_qr(const Canvas& canvas, const std::string& content, double x, double y, double side);
/// Draws a round seal about a centre: ring, star, `name` on the arc, `below` under the star; as shapes, so
/// that it is no text of the document.
void draw_seal(const Canvas& canvas, const std::string& name, const std::string& below, double x, double y,
               double radius);

}  // namespace leye::print
