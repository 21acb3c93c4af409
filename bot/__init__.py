"""家保 JiaBao: a Chinese conversational family-insurance advisor."""
