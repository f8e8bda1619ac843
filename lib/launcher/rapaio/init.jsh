options().set("display.defaultMime", "text");
