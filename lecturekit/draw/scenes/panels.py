"""The former names of what is now said by methods of `Scene`."""

from lecturekit.draw.scenes.scene import Scene, drawable

__all__ = ["dot", "drawable", "guide", "heading", "logarithmic", "place_dot"]

dot, guide, heading, logarithmic = Scene.dot, Scene.guide, Scene.heading, Scene.logarithmic
place_dot = Scene.place
